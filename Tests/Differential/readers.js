// Node's parsers in the way of MultipartReader: cases in by their lengths, a line out for each with the readers that saw
// the attack in a field.
const { PassThrough } = require('stream');
const attack = process.argv[2];
const load = (name) => { try { return require(name); } catch { return null; } };
const readers = {};
const busboy = load('busboy');
if (busboy) readers.busboy = (type, body) => new Promise((resolve) => {
  let seen = false;
  try {
    const parser = busboy({ headers: { 'content-type': type } });
    parser.on('field', (name, value) => { if (value.includes(attack)) seen = true; });
    parser.on('file', (name, file) => file.resume());
    parser.on('error', () => resolve(seen)); parser.on('close', () => resolve(seen));
    parser.end(body);
  } catch { resolve(seen); }
});
const request = (type, body) => {
  const stream = new PassThrough();
  stream.headers = { 'content-type': type, 'content-length': String(body.length) };
  process.nextTick(() => stream.end(body));
  return stream;
};
const multiparty = load('multiparty');
if (multiparty) readers.multiparty = (type, body) => new Promise((resolve) => {
  let seen = false;
  try {
    const form = new multiparty.Form();
    form.on('field', (name, value) => { if (value.includes(attack)) seen = true; });
    form.on('part', (part) => { part.on('error', () => {}); part.resume(); });
    form.on('error', () => resolve(seen)); form.on('close', () => resolve(seen));
    form.parse(request(type, body));
  } catch { resolve(seen); }
});
async function* cases() {
  let rest = Buffer.alloc(0);
  for await (const chunk of process.stdin) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 4) break;
      const typeEnd = 4 + rest.readUInt32LE(0);
      if (rest.length < typeEnd + 4) break;
      const end = typeEnd + 4 + rest.readUInt32LE(typeEnd);
      if (rest.length < end) break;
      yield [rest.toString('latin1', 4, typeEnd), rest.subarray(typeEnd + 4, end)];
      rest = rest.subarray(end);
    }
  }
}
process.on('uncaughtException', () => {});
(async () => {
  process.stdout.write(Object.keys(readers).join(' ') + '\n');
  for await (const [type, body] of cases()) {
    const seen = [];
    for (const [name, read] of Object.entries(readers)) {
      const patience = new Promise((resolve) => setTimeout(resolve, 200, false).unref());
      if (await Promise.race([read(type, body), patience])) seen.push(name);
    }
    process.stdout.write(seen.join(' ') + '\n');
  }
})();
