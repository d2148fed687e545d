// onnxruntime from 1.30 on reports to its makers and leaves files in the temporary folder, unless this is in the environment of the
// process when it is loaded. A thread's process.env is a copy that native code never sees: so whoever starts the thread loads this too.
process.env.ORT_DISABLE_TELEMETRY = '1';
