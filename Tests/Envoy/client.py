"""A client that sends raw requests one after the other over a connection it keeps, and times each."""
import re
import socket
import time


class Client:
    """`exchange` returns the status and the seconds from the first byte sent to the last received."""

    def __init__(self, port, timeout=30):
        self.address, self.timeout, self.connection = ("127.0.0.1", port), timeout, None

    def connect(self):
        self.connection = socket.create_connection(self.address, self.timeout)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def exchange(self, request):
        if not self.connection:
            self.connect()
        began = time.perf_counter()
        try:
            self.connection.sendall(request)
        except OSError:
            pass  # The proxy may answer, and close, before it has read everything.
        status, closes = self.answer(request.startswith(b"HEAD "))
        seconds = time.perf_counter() - began
        if closes:
            self.close()
        return status, seconds

    def answer(self, has_no_body):
        data = b""
        while b"\r\n\r\n" not in data:
            chunk = self.connection.recv(65536)
            if not chunk:
                self.close()
                raise ConnectionError("the connection ended before an answer")
            data += chunk
        head, body = data.split(b"\r\n\r\n", 1)
        head = head.lower()
        status = int(head.split(None, 2)[1])
        if not has_no_body and status not in (204, 304):
            length = re.search(rb"\r\ncontent-length: *(\d+)", head)
            while (len(body) < int(length[1])) if length else not body.endswith(b"0\r\n\r\n"):
                chunk = self.connection.recv(1 << 20)
                if not chunk:
                    break
                body = body + chunk if length else body[-5:] + chunk
        return status, b"\r\nconnection: close" in head
