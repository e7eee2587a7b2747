# Sourced by tools/test, tools/demo and .ci/run: gets a bare Debian 12 ready and builds.
# Needs bash with errexit; the caller's working directory is the repository root.

# Prints the packages a list names, without comments.
listed_packages() {
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1"
}

# Prints which of the given packages are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    if [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      printf '%s\n' "$package"
    fi
  done
}

# Installs those of the given packages that are missing. Needs root or sudo only when something is missing.
install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian system. Whistle is built on Debian 12 with the packages of tools/packages.txt." >&2
    return 1
  fi
  local missing=() as_root=()
  mapfile -t missing < <(missing_packages "$@")
  if [ ${#missing[@]} -eq 0 ]; then
    return 0
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "Missing Debian packages: ${missing[*]}" >&2
      echo "Run this as root or install sudo; or install them yourself: apt-get install ${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=300 update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "${missing[@]}"
}

# build_preset PRESET [TARGET...]: configures build/PRESET and builds the targets, or everything.
# A build that a cache can answer is answered even when the checkout has moved.
build_preset() {
  local preset=$1
  shift
  export CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros
  cmake --preset "$preset" --log-level=WARNING
  cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}
