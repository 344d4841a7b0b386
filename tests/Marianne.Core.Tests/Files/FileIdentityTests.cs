using Marianne.Files;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Files;

public sealed class FileIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_keeps_its_identity_when_it_is_written_renamed_or_linked()
    {
        string path = Create("file");
        FileIdentity identity = Identify(path);

        File.AppendAllText(path, "more");
        Assert.Equal(identity, Identify(path));

        File.Move(path, _folder["moved"]);
        Assert.Equal(identity, Identify(_folder["moved"]));

        File.CreateSymbolicLink(_folder["link"], _folder["moved"]);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(identity, Identify(_folder["link"]));
    }

    [Fact]
    public void Another_file_has_another_identity()
    {
        FileIdentity one = Identify(Create("one"));
        FileIdentity two = Identify(Create("two"));

        Assert.True(one.DiffersFrom(two));
        Assert.False(one.DiffersFrom(one));
        Assert.False(one.DiffersFrom(FileIdentity.Unknown));
        Assert.False(FileIdentity.Unknown.DiffersFrom(one));
    }

    [Fact]
    public void A_file_that_takes_the_place_of_another_has_another_identity()
    {
        FileIdentity before = Identify(Create("file"));
        File.Move(Create("new"), _folder["file"], overwrite: true);

        Assert.True(before.DiffersFrom(Identify(_folder["file"])));
    }

    [Theory]
    [InlineData("a name with spaces")]
    [InlineData("Größe – 大きさ")]
    public void The_status_of_a_file_has_its_length_whatever_its_path(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, new string('f', 200), new string('g', 200))).FullName;
        foreach (string path in new[] { _folder[name], Path.Combine(folder, name) })
        {
            Assert.Null(FileStatus.Of(path));
            File.WriteAllText(path, "five!");
            Assert.Equal(5, FileStatus.Of(path)!.Value.Length);
        }
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public void The_status_of_a_file_with_a_long_path_allocates_nothing()
    {
        string path = _folder[new string('f', 200 - _folder.Path.Length)];
        File.WriteAllText(path, "five!");
        Assert.Equal(5, FileStatus.Of(path)!.Value.Length);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool exists = FileStatus.Of(path) is not null;

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(exists);
    }

    [Fact]
    public void A_folder_has_an_identity()
    {
        string path = Directory.CreateDirectory(_folder["folder"]).FullName;
        FileIdentity identity = Identify(path);

        File.WriteAllText(Path.Combine(path, "file"), "content");
        Assert.Equal(identity, Identify(path));
        Assert.NotEqual(FileIdentity.Unknown, identity);
    }

    [Theory]
    [InlineData(0xEF53, true)] // ext4
    [InlineData(0x58465342, true)] // XFS
    [InlineData(0x9123683E, true)] // Btrfs
    [InlineData(0x01021994, true)] // tmpfs
    [InlineData(0x794C7630, true)] // overlay
    [InlineData(0x6969, true)] // NFS
    [InlineData(0x65735546, false)] // FUSE, such as sshfs
    [InlineData(0xFF534D42, false)] // CIFS
    [InlineData(0xFE534D42, false)] // SMB2
    [InlineData(0x01021997, false)] // 9P
    [InlineData(0x786F4256, false)] // VirtualBox
    public void The_number_of_a_file_counts_where_a_file_keeps_it(uint fileSystem, bool isStable) =>
        Assert.Equal(isStable, LinuxFile.HasStableNumbers(fileSystem));

    [Fact]
    public void A_file_without_a_stable_number_differs_only_by_its_disk_or_its_creation()
    {
        var file = new FileIdentity(Device: 42, Number: 0, CreatedAt: 0);

        Assert.False(file.DiffersFrom(file with { }));
        Assert.True(file.DiffersFrom(file with { Device = 43 }));
        Assert.True(file.DiffersFrom(file with { CreatedAt = 1 }));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("missing/file")]
    [InlineData("file/below-a-file")]
    public void A_file_that_does_not_exist_has_none(string name)
    {
        Create("file");
        Assert.Null(FileIdentity.Of(Path.Combine(_folder.Path, name)));
    }

    [Fact]
    public void The_status_has_the_length_and_the_time_of_the_file()
    {
        string path = Create("file");
        FileStatus before = FileStatus.Of(path)!.Value;
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 1, 7, 5, 9, DateTimeKind.Utc));
        FileStatus after = FileStatus.Of(path)!.Value;

        Assert.Equal(7, before.Length);
        Assert.Equal(before.Identity, after.Identity);
        Assert.NotEqual(before.ModifiedAt, after.ModifiedAt);
    }

    [Fact]
    public void A_read_only_disk_may_be_read_but_not_written()
    {
        string path = Create("file");
        Assert.True(FileAccessCheck.MayWrite(path));
        Assert.True(FileAccessCheck.MayWrite(_folder.Path));

        using ReadOnlyDisk? disk = ReadOnlyDisk.Mount(_folder.Path);
        Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");
        Assert.False(FileAccessCheck.MayWrite(path));
        Assert.False(FileAccessCheck.MayWrite(_folder.Path));
        Assert.True(FileAccessCheck.MayRead(path));
    }

    private static FileIdentity Identify(string path) => FileIdentity.Of(path)!.Value;

    private string Create(string name)
    {
        File.WriteAllText(_folder[name], "content");
        return _folder[name];
    }
}
