#!/usr/bin/env bash
# The Debian packages: lintian has nothing to say; they install on a bare Debian 12 and run there, as a user without
# rights; a program is built on libkeruen-dev; a second build elsewhere is the same, byte for byte.
#   tests/package.sh PACKAGES WORK      needs root, for debootstrap and chroot; ends with a line for each that holds
set -euo pipefail
source=$(dirname "$(dirname "$(readlink -f "$0")")")
packages=$(readlink -f "$1")
mkdir -p "$2"
work=$(readlink -f "$2")
root=$work/root
mirror=$(sed -n -E 's/^(URIs: *|deb +(\[[^]]*\] +)?)(https?:[^ ]*debian)\/? .*|^URIs: *(https?:[^ ]*debian)\/?$/\3\4/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)

check_lintian() {
  lintian --allow-root --fail-on error,warning --tag-display-limit 0 "$packages"/*.deb
  echo "lintian: no error, no warning"
}

# Kept between runs: what debootstrap makes does not change, and is copied before anything is installed in it.
bare_debian() {
  [ -f "$work/bare.tar" ] || {
    debootstrap --variant=minbase bookworm "$work/bare" "${mirror:-http://deb.debian.org/debian}" >"$work/debootstrap.log"
    tar -C "$work/bare" -cf "$work/bare.tar.part" .
    mv "$work/bare.tar.part" "$work/bare.tar"
    rm -rf "$work/bare"
  }
  rm -rf "$root"
  mkdir "$root"
  tar -C "$root" -xf "$work/bare.tar"
  cp /etc/resolv.conf "$root/etc/"
  cp "$packages"/*.deb "$root/tmp/"
}

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C DEBIAN_FRONTEND=noninteractive "$@"; }
as_nobody() { inside setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs sh -ec "$1"; }

check_program() {
  inside sh -ec 'apt-get update -q && apt-get install -y -q --no-install-recommends /tmp/keruen_*.deb' >"$work/install.log"
  as_nobody 'cd /tmp
    keruen --version
    keruen check /usr/share/keruen/instances/middle-corridor >/dev/null
    keruen solve /usr/share/keruen/instances/middle-corridor -q -o /tmp/plan --report /tmp/plan.html >/dev/null
    keruen verify /usr/share/keruen/instances/middle-corridor /tmp/plan
    test -s /tmp/plan.html'
  echo "keruen: installed and run on a bare Debian $(cat "$root/etc/debian_version") with $(inside dpkg-query -W | wc -l) packages"
}

check_library() {
  inside sh -ec 'apt-get install -y -q --no-install-recommends /tmp/libkeruen*.deb gcc libc6-dev pkg-config' >>"$work/install.log"
  as_nobody 'cd /tmp
    cc -Wall -Werror /usr/share/doc/keruen/examples/plan.c $(pkg-config --cflags --libs keruen) -o plan-of-library
    ./plan-of-library /usr/share/keruen/instances/tiny-caspian /tmp/small'
  echo "libkeruen: a program was built on libkeruen-dev, and runs"
}

check_removal() {
  inside sh -ec 'apt-get purge -y -q keruen libkeruen-dev libkeruen0.1' >>"$work/install.log"
  [ -z "$(inside find /usr /etc -iname '*keruen*' -not -path '*/dpkg/*')" ]
  echo "purged: nothing is left"
}

# The same sources at another place, with a longer name, another user's mask and another hour.
check_reproducible() {
  local copy=$work/another/place/to/build
  rm -rf "$work/another"
  mkdir -p "$copy"
  git -C "$source" ls-files -z | tar -C "$source" --null -T - -c | tar -C "$copy" -x
  SOURCE_DATE_EPOCH=$(cat "$packages/source-date") TZ=Asia/Almaty "$copy/.ci/package" "$work/another/built"
  for file in "$packages"/*.deb "$packages"/keruen.cdx.json "$packages"/keruen "$packages"/libkeruen.so.*.*.*; do
    cmp "$file" "$work/another/built/${file##*/}"
    (cd "$packages" && sha256sum "${file##*/}")
  done
  echo "reproducible: two builds in two places are the same bytes"
}

check_lintian
check_reproducible
bare_debian
check_program
check_library
check_removal
rm -rf "$root" "$work/another"
