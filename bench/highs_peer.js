// HiGHS (npm package "highs", WebAssembly) on one MPS file: prints a JSON line with status, objective and CPU seconds.
// usage: node highs_peer.js FOLDER FILE.mps        FOLDER: where `npm install --prefix FOLDER highs@1.15.3` put it
"use strict";
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const cpu = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;

async function main(folder, file) {
  const load = createRequire(path.resolve(folder, "package.json"))("highs");
  const highs = await load();
  const began = cpu();
  const model = highs.createModel({ format: "mps", data: fs.readFileSync(file) });
  model.options.set({ output_flag: false });
  const read = cpu();
  model.run();
  const done = cpu();
  const status = Object.entries(highs.constants.modelStatus).find(([, value]) => value === model.getModelStatus());
  console.log(JSON.stringify({
    status: status ? status[0] : "unknown",
    objective: model.getObjectiveValue(),
    iterations: Number(model.info.get("simplex_iteration_count")),
    read_cpu_s: read - began,
    solve_cpu_s: done - read,
  }));
  model.dispose();
}

main(process.argv[2], process.argv[3]).catch((fault) => {
  console.error(String(fault));
  process.exit(1);
});
