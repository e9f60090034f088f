// Stands in for what @alicloud/mns sends requests and reads answers with: it signs, and our own transport does the rest.
function refuse() {
  throw new Error('the SDK was told to send a request by itself');
}

export { refuse as parseString, refuse as read, refuse as request };
