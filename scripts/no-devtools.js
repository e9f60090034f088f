// Stands in for react-devtools-core, which Ink loads only in its own development mode.
export default { initialize() {}, connectToDevTools() {} };
