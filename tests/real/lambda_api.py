"""A Runtime API of AWS Lambda by python's http.server, and a function that asks it.

It is that of https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
"""
import queue, subprocess, tempfile, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Platform:
    """Starts a function and waits until it asks for an event."""

    def __init__(self, command, environment, deadline=60):
        self.deadline, self.events, self.told, self.asked = deadline, queue.Queue(), queue.Queue(), queue.Queue()
        platform = self

        class Api(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                assert self.path == "/2018-06-01/runtime/invocation/next", self.path
                platform.asked.put(time.monotonic())
                event = platform.events.get()
                if event is None:
                    self.close_connection = True
                    return
                head = {"Lambda-Runtime-Aws-Request-Id": "real-1", "Content-Length": len(event), "Content-Type": "application/json",
                        "Lambda-Runtime-Deadline-Ms": int((time.time() + platform.deadline) * 1000)}
                lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
                # In one piece: a head of its own would wait for a delayed acknowledgement.
                self.wfile.write(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + event)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                platform.told.put((self.path.rsplit("/", 1)[1], body))
                self.wfile.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
        self.server.daemon_threads = True
        # A function that is ended leaves its question open.
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        environment = {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.server.server_port}",
                       "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024"} | environment
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        began = time.monotonic()
        self.process = subprocess.Popen(command, env=environment, stdout=self.out, stderr=self.err)
        # Milliseconds from the start of the process to its first question.
        self.cold_ms = (self.asked.get(timeout=deadline) - began) * 1000

    def invoke(self, event):
        """Hands over an event; the end of the path that is answered, and the body. The function asks again then."""
        self.events.put(event)
        told = self.told.get(timeout=self.deadline)
        self.asked.get(timeout=self.deadline)
        return told

    def end(self):
        """Ends the function; what it printed on standard output and standard error."""
        self.events.put(None)
        self.process.kill()
        self.process.wait()
        self.server.shutdown()
        self.server.server_close()
        said = []
        for file in (self.out, self.err):
            file.seek(0)
            said.append(file.read().decode())
            file.close()
        return said
