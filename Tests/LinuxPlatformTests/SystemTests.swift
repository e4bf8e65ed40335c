import Foundation
import LinuxPlatform
import Testing

@Suite("The door to the system")
struct SystemTests {
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "/gw-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    @Test("The boot clock never goes back and the wall clock is the time of day")
    func clocks() {
        var last = BootClock.nanoseconds()
        for _ in 0..<10_000 {
            let now = BootClock.nanoseconds()
            #expect(now >= last)
            last = now
        }
        let wall = Int64(Date().timeIntervalSince1970 * 1000)
        #expect(abs(WallClock.milliseconds() - wall) < 60_000)
        #expect(BootClock.milliseconds() >= last / 1_000_000)
    }

    @Test("A replaced file has the new contents and mode, and nothing is left beside it")
    func replaceFile() throws {
        let path = directory + "/roster.json"
        try AtomicFile.replace(path: path, contents: Array("old".utf8))
        try AtomicFile.replace(path: path, contents: Array("new and longer".utf8), mode: 0o600)
        #expect(try SmallFile.text(path) == "new and longer")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["roster.json"])
        try AtomicFile.replace(path: path, contents: [])
        #expect(try SmallFile.bytes(path).isEmpty)
    }

    @Test("Of a link the file it names is replaced, and what is no file is not")
    func links() throws {
        let (file, link) = (directory + "/real", directory + "/link")
        let files = FileManager.default
        defer { for path in [file, link] { try? files.removeItem(atPath: path) } }
        func point(to target: String) throws {
            try? files.removeItem(atPath: link)
            try files.createSymbolicLink(atPath: link, withDestinationPath: target)
        }
        try AtomicFile.replace(path: file, contents: [1])
        try point(to: file)
        try AtomicFile.replace(path: link, contents: [2])
        #expect(try SmallFile.bytes(file) == [2])
        #expect(try files.destinationOfSymbolicLink(atPath: link) == file)
        try files.removeItem(atPath: file)
        for target in [file, "real"] {
            try point(to: target)
            try AtomicFile.replace(path: link, contents: [4])
            #expect(try SmallFile.bytes(file) == [4])
            #expect(try files.destinationOfSymbolicLink(atPath: link) == target)
            try files.removeItem(atPath: file)
        }
        for (target, code) in [("/dev/null", EINVAL), (directory + "/none/file", ENOENT)] {
            try point(to: target)
            let fault = #expect(throws: SystemFault.self) {
                try AtomicFile.replace(path: link, contents: [3])
            }
            #expect(fault?.code == code)
            #expect(try files.destinationOfSymbolicLink(atPath: link) == target)
        }
    }

    @Test("Neither a device nor a directory is replaced by a file of its name")
    func onlyFiles() throws {
        for (path, code) in [("/dev/null", EINVAL), (directory, EISDIR)] {
            let fault = #expect(throws: SystemFault.self) {
                try AtomicFile.replace(path: path, contents: [1])
            }
            #expect(fault?.code == code && fault?.path == path)
        }
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
        #expect(type as? FileAttributeType == .typeCharacterSpecial)
    }

    @Test("A fault says what failed, where and why")
    func faults() {
        let missing = directory + "/none/roster.json"
        let fault = #expect(throws: SystemFault.self) {
            try AtomicFile.replace(path: missing, contents: [1])
        }
        #expect(fault?.code == ENOENT && fault?.path == missing)
        #expect(
            fault?.description
                == "Could not create a temporary file beside \(missing): "
                + "No such file or directory (errno 2).")
        #expect(throws: SystemFault(code: EISDIR, attempt: "read", path: directory)) {
            try SmallFile.bytes(directory)
        }
        #expect(throws: SystemFault(code: ENOENT, attempt: "start", path: "no-such-program")) {
            try ChildProgram("no-such-program", [])
        }
    }

    @Test(
        "Text of Windows programs becomes UTF-8, broken text is refused",
        arguments: [
            ([], ""), ([0x41, 0x42], "AB"),
            ([0xC7, 0xE0, 0xB5, 0xBA], "青岛"),
            // Four bytes: a letter outside GBK, and one outside the basic plane.
            ([0x81, 0x39, 0xEE, 0x39], "㐀"), ([0x95, 0x32, 0x82, 0x36], "𠀀"),
            ([0xC7], nil), ([0xFF, 0xFF], nil),
        ] as [([UInt8], String?)])
    func gb18030(bytes: [UInt8], text: String?) {
        #expect(TextEncoding.utf8(fromGB18030: bytes) == text.map { Array($0.utf8) })
    }

    @Test("A stream receives every byte, though it takes them in small portions")
    func streams() throws {
        let path = directory + "/fifo"
        #expect(try ChildProgram("mkfifo", [path]).wait() == 0)
        let reader = try ChildProgram(
            "sh", ["-c", "cat '\(path)' | wc -c"], outputPath: directory + "/count")
        let pipe = try #require(FileHandle(forWritingAtPath: path))
        try StandardStream.write(
            [UInt8](repeating: 65, count: 3_000_000), to: pipe.fileDescriptor)
        try pipe.close()
        #expect(reader.wait() == 0)
        #expect(try SmallFile.text(directory + "/count") == "3000000\n")
        #expect(throws: SystemFault.self) { try StandardStream.write([1], to: -1) }
    }

    @Test("A child program can be asked, signalled and waited for")
    func children() throws {
        let child = try ChildProgram("sleep", ["1000"])
        #expect(child.isRunning)
        #expect(try ProcessUsage.of(pid: child.pid).residentBytes > 0)
        child.signal(SIGKILL)
        #expect(child.wait() == 128 + SIGKILL)
        #expect(!child.isRunning && child.wait() == 128 + SIGKILL)
        #expect(try ChildProgram("sh", ["-c", "exit 3"]).wait() == 3)
    }

    @Test("The usage of this program grows with its work")
    func usage() throws {
        let before = try ProcessUsage.current()
        var sum: UInt64 = 0
        while try ProcessUsage.current().cpuNanoseconds - before.cpuNanoseconds < 1_000_000 {
            sum &+= 1
        }
        #expect(before.residentBytes > 1 << 20 && sum > 0)
        #expect(throws: SystemFault.self) { try ProcessUsage.of(pid: -1) }
    }

    @Test("The soft limit of open files ends at the hard one")
    func openFiles() throws {
        let limits = try OpenFiles.raiseSoftLimit()
        #expect(limits.soft == limits.hard && limits.soft >= 64)
    }

    @Test("A file is no terminal")
    func smallQuestions() throws {
        try AtomicFile.replace(path: directory + "/plain", contents: [])
        let file = try #require(FileHandle(forReadingAtPath: directory + "/plain"))
        #expect(!Terminal.isTerminal(file.fileDescriptor))
        #expect(Terminal.columns(file.fileDescriptor) == nil)
    }
}
