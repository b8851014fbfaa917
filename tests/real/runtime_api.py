#!/usr/bin/env python3
"""The bootstrap against a Runtime API in another language: contract, cold start, processor time, memory.

Usage: runtime_api.py BOOTSTRAP [NAME=VALUE...], with variables for the function. The Runtime API is that of
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, by python's http.server. Linux: reads /proc.
"""
import base64, gzip, json, os, queue, random, subprocess, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# The figure for processor time is 60 ms on the machine where it was set; others are slower, and may be busy.
COLD_MS, CPU_MS, PEAK_MB = 30, 90, 128
events, told = queue.Queue(), queue.Queue()


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        assert self.path == "/2018-06-01/runtime/invocation/next", self.path
        told.put(("next", time.monotonic()))
        event = events.get()
        if event is None:
            self.close_connection = True
            return
        head = {"Lambda-Runtime-Aws-Request-Id": "real-1", "Content-Length": len(event),
                "Lambda-Runtime-Deadline-Ms": int(time.time() * 1000) + 60000, "Content-Type": "application/json"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        # In one piece: a head of its own would wait for a delayed acknowledgement.
        self.wfile.write(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + event)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told.put((self.path.rsplit("/", 1)[1], body))
        self.wfile.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024"}
environment |= dict(pair.split("=", 1) for pair in sys.argv[2:])


def start():
    """A new process; milliseconds from its start to its first question, and those of processor time."""
    began = time.monotonic()
    process = subprocess.Popen([sys.argv[1]], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    kind, at = told.get(timeout=20)
    assert kind == "next"
    return process, (at - began) * 1000, cpu_ms(process)


def cpu_ms(process):
    total = 0
    for task in os.listdir(f"/proc/{process.pid}/task"):
        with open(f"/proc/{process.pid}/task/{task}/schedstat") as file:
            total += int(file.read().split()[0])
    return total / 1e6


def stop(process):
    events.put(None)
    process.kill()
    process.wait()


def ask(event):
    events.put(event)
    kind, body = told.get(timeout=60)
    assert kind == "response", (kind, body[:200])
    assert len(body) <= 6_000_000, len(body)
    assert told.get(timeout=60)[0] == "next"
    return json.loads(body)


def firehose(*data):
    records = [{"recordId": str(n), "approximateArrivalTimestamp": 1741312971934,
                "data": base64.b64encode(d).decode()} for n, d in enumerate(data)]
    return json.dumps({"invocationId": "i", "deliveryStreamArn": "arn:aws:firehose:eu-central-1:123456789012:deliverystream/logs",
                       "region": "eu-central-1", "records": records}).encode()


def batch(size):
    """A batch of log lines with so many bytes, as gzip."""
    dice = random.Random(7)
    words = "request response user cache queue worker started finished timeout retry database index shard lookup".split()
    logs, length = [], 0
    while length < size:
        n = len(logs)
        message = (f"2026-01-02T03:04:05.{n % 1000:03}Z INFO [{dice.getrandbits(64):016x}] {' '.join(dice.choices(words, k=12))} "
                   f"took {dice.randrange(900)} ms")
        if n % 20 == 0:
            message += f" for user{n}@example.com from 81.2.69.{n % 250}"
        logs.append({"id": str(31953106606966983378809025079804211143289615424298221568 + n), "timestamp": 1741312971934 + n, "message": message})
        length += len(message) + 110
    text = json.dumps({"messageType": "DATA_MESSAGE", "owner": "123456789012", "logGroup": "/aws/lambda/shop", "logStream": "s",
                       "subscriptionFilters": ["all"], "logEvents": logs}, separators=(",", ":"))
    return text, gzip.compress(text.encode(), 6)


starts = []
for _ in range(15):
    process, wall, cpu = start()
    starts.append((wall, cpu))
    stop(process)
cold, cold_cpu = min(s[0] for s in starts), min(s[1] for s in starts)
print(f"cold start: {cold:.1f} ms to the first question ({cold_cpu:.1f} ms of processor time), best of {len(starts)}")

process, _, _ = start()
text, packed = batch(6_000_000)
event = firehose(packed)
reply = ask(event)
data = gzip.decompress(base64.b64decode(reply["records"][0]["data"])).decode()
before, after = json.loads(text)["logEvents"], json.loads(data)["logEvents"]
assert [e["id"] for e in before] == [e["id"] for e in after]
assert "@example.com" not in data and "81.2.69." not in data
assert sum(x != y for x, y in zip(before, after)) == len(before[::20])
times = []
for _ in range(10):
    at = cpu_ms(process)
    ask(event)
    times.append(cpu_ms(process) - at)
best = min(times)
print(f"a record of {len(packed)} bytes ({len(text)} inflated): {best:.1f} ms of processor time, best of {len(times)}")
stop(process)

process, _, _ = start()
ask(firehose(*[packed] * 4))
ask(firehose(text[:4_400_000].encode()))
with open(f"/proc/{process.pid}/status") as file:
    peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024
print(f"events of nearly 6 MB: {peak:.0f} MB of memory at the peak")
stop(process)
assert cold <= COLD_MS, f"more than {COLD_MS} ms"
assert best <= CPU_MS, f"more than {CPU_MS} ms"
assert peak <= PEAK_MB, f"more than {PEAK_MB} MB"
