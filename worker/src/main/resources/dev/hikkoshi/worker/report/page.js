(function () {
  "use strict";
  var HEIGHT = 280, PRINT_WIDTH = 680;
  var darkScheme = matchMedia("(prefers-color-scheme: dark)"), printing = false, plots = [];
  function dark() { return darkScheme.matches && !printing; }
  function ink() { return dark() ? "#98a2b3" : "#5d6676"; }
  function line() { return dark() ? "#2b3340" : "#e3e6ea"; }
  function number(u, v) { return v == null ? "–" : v.toLocaleString("en", { maximumFractionDigits: v < 10 ? 2 : 0 }); }
  function time(u, s) {
    if (s == null) return "–";
    s = Math.round(s);
    var h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60, r = s % 60;
    return (h ? h + ":" + String(m).padStart(2, "0") : m) + ":" + String(r).padStart(2, "0");
  }
  function clock(begin) {
    return function (u, s) {
      return time(u, s) + (s == null || begin == null ? "" : " · " + new Date((begin + s) * 1000).toISOString().slice(11, 19) + " UTC");
    };
  }
  function draw(place) {
    var chart = JSON.parse(place.querySelector("script").textContent);
    var axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    var plot = new uPlot({
      width: place.clientWidth, height: HEIGHT,
      cursor: { sync: { key: "from " + chart.begin } },
      scales: { x: { time: false }, y: { range: function (u, min, max) { return [0, max > 0 ? max * 1.05 : 1]; } } },
      axes: [
        Object.assign({}, axis, { values: function (u, ticks) { return ticks.map(function (t) { return time(u, t); }); },
          incrs: [1, 5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14400] }),
        Object.assign({}, axis, { size: 64, label: chart.unit, labelSize: 20, labelFont: "12px system-ui, sans-serif",
          values: function (u, ticks) { return ticks.map(function (t) { return number(u, t); }); } })
      ],
      series: [{ label: "time", value: clock(chart.begin) }].concat(chart.series.map(function (s) {
        return { label: s.name, stroke: s.colour, width: s.dashed ? 1.5 : 1.25, dash: s.dashed ? [6, 4] : undefined,
          fill: s.filled ? s.colour + "22" : undefined, value: number, points: { show: false } };
      }))
    }, [chart.x].concat(chart.series.map(function (s) { return s.y; })), place);
    plots.push(function () {
      plot.setSize({ width: printing ? PRINT_WIDTH : place.clientWidth, height: HEIGHT });
      plot.redraw();
    });
  }
  function redraw() { plots.forEach(function (each) { each(); }); }
  document.querySelectorAll("div.chart").forEach(draw);
  addEventListener("resize", redraw);
  darkScheme.addEventListener("change", redraw);
  addEventListener("beforeprint", function () { printing = true; redraw(); });
  addEventListener("afterprint", function () { printing = false; redraw(); });
})();
