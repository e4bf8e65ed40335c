#!/bin/sh
# Installs built programs and their configuration: install.sh DESTDIR PREFIX BINDIR [SIMDIR]
#
#   DESTDIR  put in front of every path; "" installs into this system
#   PREFIX   such as /usr
#   BINDIR   the directory with the built programs, such as .build/release
#   SIMDIR   the directory with gaswatch-sim, where it is to be installed too
#
# Files under /etc that are already there are never touched: the new ones go beside them as *.new.
set -eu

if [ "$#" -lt 3 ] || [ "$#" -gt 4 ]; then
    echo "usage: $0 DESTDIR PREFIX BINDIR [SIMDIR]" >&2
    exit 64
fi
destination=$1
prefix=$2
built=$3
simulator=${4:-$3}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

for program in gaswatchd gaswatch; do
    if [ ! -x "$built/$program" ]; then
        echo "$0: $built/$program is not there, build it first" >&2
        exit 66
    fi
done

# A setting somebody may have edited: installed once, later versions beside it.
keep() {
    if [ ! -e "$2" ]; then
        install -D -m "$3" "$1" "$2"
    elif ! cmp -s "$1" "$2"; then
        install -D -m "$3" "$1" "$2.new"
        echo "kept $2, the new version is $2.new"
    fi
}

for program in gaswatchd gaswatch; do
    install -D -m 0755 "$built/$program" "$destination$prefix/bin/$program"
done
if [ -x "$simulator/gaswatch-sim" ]; then
    install -D -m 0755 "$simulator/gaswatch-sim" "$destination$prefix/bin/gaswatch-sim"
fi
for page in README.md README.zh.md $(cd "$here/.." && echo Docs/*.md); do
    install -D -m 0644 "$here/../$page" "$destination$prefix/share/doc/gaswatch/$page"
done
# Folders with resources that a program looks for beside itself.
for bundle in "$built"/*.resources; do
    if [ -d "$bundle" ]; then
        rm -rf "$destination$prefix/bin/$(basename "$bundle")"
        cp -R "$bundle" "$destination$prefix/bin/"
    fi
done

# Readable by the daemon's user: no password is ever written in them.
for file in gaswatch.yaml centres.yaml parties.yaml profiles.yaml; do
    keep "$here/$file" "$destination/etc/gaswatch/$file" 0644
done
keep "$here/mosquitto/gaswatch.conf" "$destination/etc/mosquitto/conf.d/gaswatch.conf.example" 0644
keep "$here/mosquitto/acl" "$destination/etc/mosquitto/gaswatch.acl.example" 0640

unit=$destination$prefix/lib/systemd/system/gaswatchd.service
install -D -m 0644 "$here/systemd/gaswatchd.service" "$unit"
if [ "$prefix" != /usr ]; then
    sed "s|/usr/bin/gaswatchd|$prefix/bin/gaswatchd|" "$here/systemd/gaswatchd.service" > "$unit"
fi
install -D -m 0644 "$here/sysusers.d/gaswatch.conf" "$destination$prefix/lib/sysusers.d/gaswatch.conf"
install -D -m 0644 "$here/tmpfiles.d/gaswatch.conf" "$destination$prefix/lib/tmpfiles.d/gaswatch.conf"

# On a live system the user and the directories are made at once; a package does it on its own.
if [ -z "$destination" ] && [ "$(id -u)" -eq 0 ]; then
    if command -v systemd-sysusers > /dev/null; then
        systemd-sysusers "$prefix/lib/sysusers.d/gaswatch.conf"
    fi
    if command -v systemd-tmpfiles > /dev/null; then
        systemd-tmpfiles --create "$prefix/lib/tmpfiles.d/gaswatch.conf" || true
    fi
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
    fi
fi
