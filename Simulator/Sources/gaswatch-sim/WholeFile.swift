internal import ArgumentParser
internal import FoundationEssentials

/// A file read whole, however large: the registry of a district has some megabytes.
enum WholeFile {
    static func bytes(_ path: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            Console.complain("Could not read \(path). Does it exist, and may you read it?")
            throw ExitCode(65)
        }
    }
}
