/// A disk that has been told to do something and may not have done it yet.
///
/// What was synced is there. Everything else is a wish: a power cut keeps any part of it. Writes
/// tear at sectors of 512 bytes; a sector is written whole or not at all, and bytes outside a write
/// are not touched (what SQLite calls powersafe overwrite, and what disks with 512-byte or 4-KiB
/// sectors do). Wishes for different sectors and files are kept or lost independently, which is
/// every reordering there is.
struct DiskModel: Sendable {
    static let sectorSize = 512

    private enum Wish: Sendable {
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
    }

    private struct File: Sendable {
        var durable: [UInt8] = []
        var wishes: [Wish] = []

        mutating func sync() {
            for wish in wishes {
                switch wish {
                case .write(let offset, let bytes): durable.put(bytes[...], at: offset, fill: 0)
                case .truncate(let size): durable.resize(size)
                }
            }
            wishes = []
        }
    }

    private enum NameWish: Sendable {
        case make(file: Int)
        case remove
    }

    private var files: [File] = []
    /// Which file a name stands for on disk.
    private var names: [String: Int] = [:]
    /// Which file it stands for to the program that runs.
    private var presentNames: [String: Int] = [:]
    private var nameWishes: [String: [NameWish]] = [:]
    /// A disk that answers a sync and has done nothing: the control of the rig.
    var ignoresSyncs = false
    /// The last number noted.
    private(set) var noted = 0

    init(image: [String: [UInt8]] = [:]) {
        for (name, bytes) in image {
            names[name] = files.count
            files.append(File(durable: bytes))
        }
        presentNames = names
    }

    mutating func take(_ operation: DiskTrace.Operation) {
        switch operation {
        case .create(let name):
            presentNames[name] = files.count
            nameWishes[name, default: []].append(.make(file: files.count))
            files.append(File())
        case .write(let name, let offset, let bytes):
            wish(.write(offset: offset, bytes: bytes), name)
        case .truncate(let name, let size): wish(.truncate(size: size), name)
        case .sync(let name):
            if !ignoresSyncs, let file = presentNames[name] { files[file].sync() }
        case .syncDirectory:
            guard !ignoresSyncs else { return }
            names = presentNames
            nameWishes = [:]
        case .delete(let name):
            presentNames[name] = nil
            nameWishes[name, default: []].append(.remove)
        case .note(let number): noted = number
        }
    }

    private mutating func wish(_ wish: Wish, _ name: String) {
        guard let file = presentNames[name] else { return }
        files[file].wishes.append(wish)
    }

    /// Whether anything is left to chance.
    var isSettled: Bool {
        nameWishes.isEmpty && presentNames.values.allSatisfy { files[$0].wishes.isEmpty }
    }

    /// One disk that a power cut could leave now.
    func image(_ dice: inout Dice) -> [String: [UInt8]] {
        // How much of what was not synced arrived: nothing, everything, or a share of it.
        let share = [0, 0, 10, 50, 90, 100].randomElement(using: &dice) ?? 0
        var image: [String: [UInt8]] = [:]
        for name in Set(names.keys).union(nameWishes.keys).sorted() {
            var file = names[name]
            let wishes = nameWishes[name] ?? []
            // Changes of one name arrive in their order; how many of them is chance.
            for wish in wishes.prefix(.random(in: 0...wishes.count, using: &dice)) {
                switch wish {
                case .make(let made): file = made
                case .remove: file = nil
                }
            }
            if let file { image[name] = contents(of: files[file], share: share, &dice) }
        }
        return image
    }

    private func contents(of file: File, share: Int, _ dice: inout Dice) -> [UInt8] {
        var bytes = file.durable
        // Blocks that a file gained and that were not written show zeros or what lay there before.
        let fill: UInt8 = dice.isOne(in: 2) ? 0 : .random(in: 1 ... .max, using: &dice)
        let sizeArrives = dice.isOne(in: 2)
        for wish in file.wishes {
            switch wish {
            case .truncate(let size):
                if Int.random(in: 0..<100, using: &dice) < share { bytes.resize(size) }
            case .write(let offset, let content):
                var place = 0
                while place < content.count {
                    let next = min(
                        content.count,
                        place + Self.sectorSize - (offset + place) % Self.sectorSize)
                    if Int.random(in: 0..<100, using: &dice) < share {
                        bytes.put(content[place..<next], at: offset + place, fill: fill)
                    } else if sizeArrives {
                        bytes.grow(to: offset + next, fill: fill)
                    }
                    place = next
                }
            }
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func grow(to size: Int, fill: UInt8) {
        if count < size { append(contentsOf: repeatElement(fill, count: size - count)) }
    }

    fileprivate mutating func resize(_ size: Int) {
        if count > size { removeLast(count - size) }
        grow(to: size, fill: 0)
    }

    fileprivate mutating func put(_ bytes: ArraySlice<UInt8>, at offset: Int, fill: UInt8) {
        grow(to: offset + bytes.count, fill: fill)
        replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }
}
