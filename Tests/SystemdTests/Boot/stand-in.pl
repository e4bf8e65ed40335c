#!/usr/bin/perl
# Stands in for the daemon to try the boot itself: speaks sd_notify, answers on the socket, keeps an
# event stream open and refuses settings with a key called unknown_key.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;
use Socket;

my ($verb, $flag, $config) = @ARGV;
open my $settings, '<', $config or exit 78;
exit 78 if grep { /^unknown_key/ } <$settings>;
exit 0 if $verb eq 'check-config';

sub notify {
    socket my $out, AF_UNIX, SOCK_DGRAM, 0 or die;
    send $out, $_[0], 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET}) or die "notify: $!";
}
my $path = '/run/gaswatch/gaswatch.sock';
unlink $path;
my $listener = IO::Socket::UNIX->new(Local => $path, Listen => 8) or die "listen: $!";
my $stopping = 0;
$SIG{TERM} = sub { $stopping = 1 };
$SIG{HUP} = sub { };
$SIG{PIPE} = 'IGNORE';
notify("READY=1");
my @streams;
my $select = IO::Select->new($listener);
until ($stopping) {
    notify("WATCHDOG=1");
    for my $ready ($select->can_read(0.5)) {
        my $peer = $listener->accept or next;
        my $request = <$peer> // '';
        if ($request =~ m{/events}) {
            print $peer "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n: hi\n\n\r\n";
            $peer->flush;
            push @streams, $peer;
        } else {
            print $peer "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
            close $peer;
        }
    }
}
notify("STOPPING=1");
for my $stream (@streams) { print $stream "0\r\n\r\n"; close $stream; }
