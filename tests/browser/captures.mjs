// Captures that tests make: pcap files of raw IPv4 and UDP.

import {writeFileSync} from "node:fs";

const LINKTYPE_RAW = 101;

function datagram([source, destination], payload) {
  const header = Buffer.alloc(28);
  header[0] = 0x45;
  header.writeUInt16BE(28 + payload.length, 2);
  header[8] = 64;
  header[9] = 17;
  Buffer.from(source).copy(header, 12);
  Buffer.from(destination).copy(header, 16);
  header.writeUInt16BE(5060, 20);
  header.writeUInt16BE(5060, 22);
  header.writeUInt16BE(8 + payload.length, 24);
  return Buffer.concat([header, payload]);
}

function record(milliseconds, frame) {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(1772716500 + Math.floor(milliseconds / 1000), 0);
  header.writeUInt32LE((milliseconds % 1000) * 1000, 4);
  header.writeUInt32LE(frame.length, 8);
  header.writeUInt32LE(frame.length, 12);
  return Buffer.concat([header, frame]);
}

// Of messages, latin1 text each, one after the other between two hosts.
export function writeCapture(file, messages) {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b2c3d4, 0);
  head.writeUInt16LE(2, 4);
  head.writeUInt16LE(4, 6);
  head.writeUInt32LE(262144, 16);
  head.writeUInt32LE(LINKTYPE_RAW, 20);
  const near = [192, 0, 2, 10];
  const far = [192, 0, 2, 1];
  const records = messages.map((message, i) => {
    const way = message.startsWith("SIP/2.0") ? [far, near] : [near, far];
    return record(i * 40, datagram(way, Buffer.from(message, "latin1")));
  });
  writeFileSync(file, Buffer.concat([head, ...records]));
}

function utf8(text) {
  return Buffer.from(text, "utf8").toString("latin1");
}

// What a trickster would write wherever there is room for it: markup, terminal
// escapes, a formula, bidi overrides, NUL, octets that are not UTF-8.
export const EVIL = "</script></title><script>window.pwned=1</script>" +
    "<img src=x onerror=window.pwned=1>'\"&amp;<!--" +
    "\x1b[31m\x1b]0;x\x07\x00\xff\xc0\x9b" + utf8("\u202e\u2066\u2028\ufeff");
const FORMULA = "=HYPERLINK(\"http://evil.example/\")";

function lines(...list) {
  return `${list.join("\r\n")}\r\n\r\n`;
}

// A call each of whose texts is hostile, with a header field of 60,000 octets.
export function hostileMessages() {
  const common = [
    "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKhostile",
    `From: "${EVIL}" <sip:${FORMULA}@example.com>;tag=${EVIL}`,
    `Call-ID: ${EVIL}@192.0.2.10`,
    "CSeq: 1 INVITE",
  ];
  const body = `v=0\r\no=- 1 1 IN IP4 ${EVIL}\r\ns=${EVIL}\r\n` +
      `c=IN IP4 ${EVIL}\r\nm=audio 4000 RTP/AVP 96\r\n` +
      `a=rtpmap:96 ${EVIL}/8000\r\n`;
  return [
    lines("INVITE sip:bob@example.com SIP/2.0", ...common,
          "To: <sip:bob@example.com>", `User-Agent: ${EVIL}`,
          `Subject: ${FORMULA}`, "Content-Type: application/sdp",
          `Content-Length: ${body.length}`) + body,
    lines(`SIP/2.0 503 ${EVIL}`, ...common,
          `To: <sip:bob@example.com>;tag=${EVIL}`, `Server: ${EVIL}`,
          `Retry-After: ${EVIL}`, `Warning: 399 ${EVIL} "${EVIL}"`,
          `X-Long: ${"<b>x".repeat(15000)}`, "Content-Length: 0"),
  ];
}
