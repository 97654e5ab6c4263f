// All browser tests in one process, one after the other, so that times are taken on a quiet machine.
import './conduct.mjs';
import './reading.mjs';
import './tables.mjs';
import './charts.mjs';
import './accessibility.mjs';
import './versions.mjs';
import './printing.mjs';
import './edition.mjs';
import './budgets.mjs';
