#!/usr/bin/env bash
# Makes the program ready on a build server, and says where it is.
#
#   AIMS_VERSION   `source` builds what lies beside this script (needs Rust); `v1.2.3` takes that release's program
#   AIMS_RELEASES  where releases are, such as https://github.com/OWNER/NAME/releases/download
#   AIMS_PLACE     the folder to put it in
#
# A release is taken only when its digest is the one in the release's SHA256SUMS.
set -euo pipefail

version=${AIMS_VERSION:-source}
place=${AIMS_PLACE:-$PWD/.aims-program}
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
mkdir -p "$place/bin"
place=$(cd "$place" && pwd)

case $version in
  source)
    command -v cargo >/dev/null 2>&1 || { echo "install: building from source needs Rust; name a release instead" >&2; exit 2; }
    cargo install --quiet --locked --path "$source" --root "$place"
    ;;
  v[0-9]*)
    : "${AIMS_RELEASES:?say where releases are}"
    case "$(uname -s)-$(uname -m)" in
      Linux-x86_64) target=x86_64-unknown-linux-gnu ;;
      Linux-aarch64) target=aarch64-unknown-linux-gnu ;;
      Darwin-arm64) target=aarch64-apple-darwin ;;
      Darwin-x86_64) target=x86_64-apple-darwin ;;
      *) echo "install: there is no program for $(uname -s) on $(uname -m); build it: AIMS_VERSION=source" >&2; exit 2 ;;
    esac
    name="aimsbook-$version-$target.tar.gz"
    (
      cd "$place"
      curl --silent --show-error --fail --location --remote-name "$AIMS_RELEASES/$version/$name"
      curl --silent --show-error --fail --location --output SHA256SUMS "$AIMS_RELEASES/$version/SHA256SUMS"
      expected=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' SHA256SUMS)
      actual=$( (sha256sum "$name" 2>/dev/null || shasum -a 256 "$name") | cut -d ' ' -f 1)
      [ -n "$expected" ] && [ "$expected" = "$actual" ] || { echo "install: $name is not what SHA256SUMS says" >&2; exit 2; }
      tar -xzf "$name" -C bin aimsbook
    )
    ;;
  *) echo "install: \`$version\` is neither \`source\` nor a release such as v1.2.3" >&2; exit 2 ;;
esac

"$place/bin/aimsbook" --version
[ -z "${GITHUB_PATH:-}" ] || echo "$place/bin" >>"$GITHUB_PATH"
