"""Does what a reader's first minute does in JupyterLab: starts a kernel and runs a cell.

    python client.py URL TOKEN CODE [keep]

Prints what the cell printed, as JSON. The kernel is then ended, unless it is to be kept.
"""

import json
import sys
import time
import urllib.request
import uuid

import websocket

url, token, code, *keep = sys.argv[1:]
header = {"Authorization": f"token {token}"}


def call(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, header, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        return answer.read()


kernel = json.loads(call("POST", "/api/kernels", {"name": "tslab"}))["id"]
socket = websocket.create_connection(
    f"ws{url.removeprefix('http')}/api/kernels/{kernel}/channels",
    header=header,
    timeout=120,
    http_no_proxy=["*"],
)
asked = uuid.uuid4().hex
head = {"msg_id": asked, "msg_type": "execute_request", "session": uuid.uuid4().hex, "version": "5.3"}
content = {"code": code, "silent": False, "store_history": True, "stop_on_error": True}
message = {"header": head, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
socket.send(json.dumps(message))
printed, ended = "", time.time() + 120
while time.time() < ended:
    answer = json.loads(socket.recv())
    if answer["parent_header"].get("msg_id") != asked:
        continue
    if answer["msg_type"] == "stream":
        printed += answer["content"]["text"]
    if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
        break
socket.close()
if not keep:
    call("DELETE", f"/api/kernels/{kernel}")
print(json.dumps(printed))
