"""Which engine, and as whom: the arguments that the examples share."""

import argparse

from whistle_client import Login


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("engine", help="where it takes commands, for instance tcp://engine:7710")
    parser.add_argument("--server-key", help="the engine's public key: Z85, or the file that holds it")
    parser.add_argument("--key-file", help="the own key: the file that `whistle keygen` calls secret")
    parser.add_argument("--as", dest="member", default="", help="of an engine that was started with --plain: who speaks")


def login_of(arguments: argparse.Namespace) -> Login | None:
    if arguments.server_key is None and arguments.key_file is None:
        return None
    if arguments.server_key is None or arguments.key_file is None:
        raise SystemExit("--server-key and --key-file go together")
    return Login.from_files(arguments.key_file, arguments.server_key)
