"""The fixtures that keep tests on this machine must themselves be able to fail."""

import os
import socket
import urllib.request

import pytest


def test_a_test_cannot_connect_beyond_this_machine():
    with (
        socket.socket() as outside,
        pytest.raises(RuntimeError, match="serve it on loopback") as refusal,
    ):
        outside.connect(("192.0.2.1", 80))
    assert "192.0.2.1" in str(refusal.value)


def test_a_test_cannot_connect_by_name_either():
    with (
        socket.socket() as outside,
        pytest.raises(RuntimeError, match=r"'example\.org'"),
    ):
        outside.connect_ex(("example.org", 443))


def test_loopback_is_open():
    with socket.create_server(("127.0.0.9", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())


def test_no_proxy_and_no_setting_comes_from_outside(tmp_path):
    assert urllib.request.getproxies() == {}
    assert not [name for name in os.environ if name.startswith("WALKBACK_")]
    assert os.environ["XDG_STATE_HOME"].startswith(str(tmp_path))
