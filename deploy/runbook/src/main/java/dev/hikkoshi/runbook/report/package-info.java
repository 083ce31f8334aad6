/// The report of a migration: one page with rates over time, totals, splits, dead items and the
/// outcome of the verification, from the ledger alone.
@NullMarked
package dev.hikkoshi.runbook.report;

import org.jspecify.annotations.NullMarked;
