#!/bin/sh
# The inside of boot.sh: builds the root of the new system, then becomes its systemd.
set -eu
folder=$1 daemon=$2 config=$3

mount --make-rprivate /
# /proc still belongs to the outside here and names this shell by the number known there; `read` is
# no program of its own, so it is the shell that is asked about.
read -r outside _ < /proc/self/stat

layers=$folder/layers
mkdir "$layers"
mount -t tmpfs -o size=1g layers "$layers"
mkdir "$layers/upper" "$layers/work" "$layers/root"
mount -t overlay overlay \
    -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$layers/root"
root=$layers/root

# The daemon with those of its libraries that lie outside the system's places.
install -m 0755 "$daemon" "$root/usr/bin/gaswatchd"
mkdir -p "$root/usr/lib/gaswatch-test"
ldd "$daemon" 2> /dev/null | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | while read -r library; do
    case $library in
    /lib/* | /usr/lib/x86_64-linux-gnu/* | /usr/lib/aarch64-linux-gnu/* | /lib64/*) ;;
    *) cp -L "$library" "$root/usr/lib/gaswatch-test/" ;;
    esac
done
for bundle in "$(dirname "$daemon")"/*.resources; do
    if [ -d "$bundle" ]; then cp -R "$bundle" "$root/usr/bin/"; fi
done

# The configuration as it ships, with a password handed over as a credential.
rm -rf "$root/etc/gaswatch" "$root/var/lib/gaswatch" "$root/var/lib/mosquitto"
mkdir -p "$root/etc/gaswatch/credentials" "$root/etc/systemd/system/gaswatchd.service.d" \
    "$root/etc/mosquitto/conf.d"
cp "$config"/*.yaml "$root/etc/gaswatch/"
install -m 0644 "$config/systemd/gaswatchd.service" "$root/etc/systemd/system/gaswatchd.service"
systemd-sysusers --root="$root" "$config/sysusers.d/gaswatch.conf"
echo "a word for the test" > "$root/etc/gaswatch/credentials/mqtt-password"
chmod 0600 "$root/etc/gaswatch/credentials/mqtt-password"
cat > "$root/etc/systemd/system/gaswatchd.service.d/test.conf" <<'UNIT'
[Service]
WatchdogSec=2
LoadCredential=mqtt-password:/etc/gaswatch/credentials/mqtt-password
Environment=GASWATCH_BROKER_USERNAME=gaswatchd
Environment=LD_LIBRARY_PATH=/usr/lib/gaswatch-test
UNIT

# The broker as its shipped example has it.
if [ -x "$root/usr/sbin/mosquitto" ]; then
    rm -f "$root"/etc/mosquitto/conf.d/*.conf
    cp "$config/mosquitto/gaswatch.conf" "$root/etc/mosquitto/conf.d/gaswatch.conf"
    cp "$config/mosquitto/acl" "$root/etc/mosquitto/gaswatch.acl"
    mosquitto_passwd -c -b "$root/etc/mosquitto/gaswatch.passwd" gaswatchd "a word for the test"
    chmod 0644 "$root/etc/mosquitto/gaswatch.passwd" "$root/etc/mosquitto/gaswatch.acl"
    mkdir -p "$root/var/lib/mosquitto" "$root/var/log/mosquitto"
    chroot "$root" chown mosquitto: /var/lib/mosquitto /var/log/mosquitto
fi

# What a machine does at start and a namespace cannot.
for unit in systemd-sysctl systemd-modules-load systemd-remount-fs systemd-udevd \
    systemd-udev-trigger systemd-logind systemd-random-seed systemd-timesyncd systemd-resolved \
    systemd-networkd systemd-networkd-wait-online systemd-binfmt systemd-hwdb-update \
    systemd-firstboot systemd-machine-id-commit systemd-update-utmp systemd-pstore \
    systemd-tmpfiles-setup-dev kmod-static-nodes getty@tty1 console-getty; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit.service"
done
cat > "$root/etc/systemd/system/gaswatch-test.target" <<'UNIT'
[Unit]
Description=Nothing but what the test starts
Requires=systemd-journald.service
AllowIsolate=yes
UNIT
echo 00000000000000000000000000000001 > "$root/etc/machine-id"

for place in proc sys dev run tmp; do mkdir -p "$root/$place"; done
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 cgroups "$root/sys/fs/cgroup" 2> /dev/null || true
umount "$root/sys/fs/cgroup" 2> /dev/null || true
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 dev "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
ln -s pts/ptmx "$root/dev/ptmx"
for node in "null 1 3" "zero 1 5" "full 1 7" "random 1 8" "urandom 1 9" "tty 5 0"; do
    # shellcheck disable=SC2086
    set -- $node
    mknod -m 0666 "$root/dev/$1" c "$2" "$3"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -t tmpfs -o mode=755 run "$root/run"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
install -m 0755 "$(dirname "$0")/scenario.sh" "$root/run/scenario.sh"

echo "$outside" > "$folder/pid.new"
mv "$folder/pid.new" "$folder/pid"
cd "$root"
mkdir -p run/before
pivot_root . run/before
umount -l /run/before
exec env -i container=gaswatch-test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=gaswatch-test.target --show-status=no --log-target=null
