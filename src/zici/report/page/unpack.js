// What zici.report packed: base64 of zlib.
async function unpacked(id) {
  const text = atob(document.getElementById(id).textContent);
  const packed = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

// One line of JSON, and a function that takes the columns of numbers behind it one by one.
async function readPacked(id) {
  const buffer = await unpacked(id);
  const bytes = new Uint8Array(buffer);
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  let at = end + 1;
  const column = (Type, size = head.words.length) => {
    const from = at;
    at += size * Type.BYTES_PER_ELEMENT;
    return new Type(buffer.slice(from, at));
  };
  return { head, column };
}
