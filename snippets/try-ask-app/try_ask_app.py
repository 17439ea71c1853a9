from http.client import HTTPConnection
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from ask_app import app

HOST = "127.0.0.1"

class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass

def ask(body):
    browser = HTTPConnection(HOST, server.server_port)
    browser.request("POST", "/ask", body, {"Content-Type": "application/json"})
    answer = browser.getresponse()
    print("browser:", answer.status, answer.read().decode())

server = make_server(HOST, 0, app, handler_class=Quiet)
Thread(target=server.serve_forever, daemon=True).start()
ask('{"question": "Say hello."}')
ask('{"model": "gpt-6-astra"}')
