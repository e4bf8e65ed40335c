import PlainHTTP
import Testing

@Suite("Addresses of servers")
struct HTTPTargetTests {
    @Test(
        "A good address is read and written back",
        arguments: [
            (
                "http://127.0.0.1:8420", HTTPTarget(.tcp(host: "127.0.0.1", port: 8420)),
                "http://127.0.0.1:8420"
            ),
            ("http://hook", HTTPTarget(.tcp(host: "hook", port: 80)), "http://hook:80"),
            (
                "http://[::1]:81/a/b/", HTTPTarget(.tcp(host: "::1", port: 81), basePath: "/a/b"),
                "http://[::1]:81/a/b"
            ),
            ("unix:/run/g.sock", HTTPTarget(.socket(path: "/run/g.sock")), "unix:/run/g.sock"),
            ("unix:///run/g.sock", HTTPTarget(.socket(path: "/run/g.sock")), "unix:/run/g.sock"),
        ])
    func good(text: String, target: HTTPTarget, written: String) throws {
        let read = try HTTPTarget(parsing: text)
        #expect(read == target)
        #expect(read.description == written)
    }

    @Test(
        "A bad address is refused with what was expected",
        arguments: [
            ("127.0.0.1:8420", "expected http://HOST:PORT or unix:PATH"),
            ("https://a:1", "https is not spoken here"),
            ("http://:8420", "the host is missing"),
            ("http://a:0", "from 1 to 65535"),
            ("http://a:65536", "from 1 to 65535"),
            ("http://a:x", "from 1 to 65535"),
            ("http://[::1", "the ] after the IPv6 address"),
            ("http://[::1:8080/a", "the ] after the IPv6 address"),
            ("http://[::1]x:8080", "behind the ] only a port"),
            ("http://::1:8080", "stands in brackets"),
            ("http://a b/", "a blank in it"),
            ("http://a?x=1", "behind a path"),
            ("http://u:p@a/", "a user name is not sent"),
            ("unix:", "path is missing"),
            ("unix:/" + String(repeating: "x", count: 107), "at most 107 bytes"),
        ])
    func bad(text: String, reason: String) {
        let fault = #expect(throws: HTTPFault.self) { try HTTPTarget(parsing: text) }
        #expect(fault?.description.contains(reason) == true)
        #expect(fault?.isRetryable == false)
    }
}
