// Stands in for a process that has nothing to do in a run.
setInterval(() => {}, 60_000);
