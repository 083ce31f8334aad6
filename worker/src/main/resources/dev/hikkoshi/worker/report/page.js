(function () {
  "use strict";
  var dark = matchMedia("(prefers-color-scheme: dark)").matches;
  var ink = dark ? "#98a2b3" : "#667085", line = dark ? "#2b3340" : "#e3e6ea";
  function number(u, v) { return v == null ? "–" : v.toLocaleString("en", { maximumFractionDigits: v < 10 ? 2 : 0 }); }
  function time(u, s) {
    if (s == null) return "–";
    s = Math.round(s);
    var h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60, r = s % 60;
    return (h ? h + ":" + String(m).padStart(2, "0") : m) + ":" + String(r).padStart(2, "0");
  }
  var sync = uPlot.sync("report");
  document.querySelectorAll("div.chart").forEach(function (place) {
    var chart = JSON.parse(place.querySelector("script").textContent);
    var axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    var plot = new uPlot({
      width: place.clientWidth, height: 280,
      cursor: { sync: { key: sync.key } },
      scales: { x: { time: false }, y: { range: function (u, min, max) { return [0, max > 0 ? max * 1.05 : 1]; } } },
      axes: [
        Object.assign({}, axis, { values: function (u, ticks) { return ticks.map(function (t) { return time(u, t); }); },
          incrs: [1, 5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14400] }),
        Object.assign({}, axis, { size: 70, label: chart.unit, labelSize: 20,
          values: function (u, ticks) { return ticks.map(function (t) { return number(u, t); }); } })
      ],
      series: [{ label: "time", value: time }].concat(chart.series.map(function (s) {
        return { label: s.name, stroke: s.colour, width: s.dashed ? 1.5 : 1.25, dash: s.dashed ? [6, 4] : undefined,
          fill: s.filled ? s.colour + "22" : undefined, value: number, points: { show: false } };
      }))
    }, [chart.x].concat(chart.series.map(function (s) { return s.y; })), place);
    addEventListener("resize", function () { plot.setSize({ width: place.clientWidth, height: 280 }); });
  });
})();
