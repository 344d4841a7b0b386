using Marianne.Files;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder["state.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_is_created()
    {
        AtomicFile.Write(Target, "new"u8.ToArray());

        Assert.Equal("new", File.ReadAllText(Target));
        AssertOnlyTarget();
    }

    [Fact]
    public void An_existing_file_is_replaced_when_the_content_is_complete()
    {
        File.WriteAllText(Target, "a longer old content");

        AtomicFile.Write(Target, stream =>
        {
            stream.Write("ne"u8);
            Assert.Equal("a longer old content", File.ReadAllText(Target));
            stream.Write("w"u8);
        });

        Assert.Equal("new", File.ReadAllText(Target));
        AssertOnlyTarget();
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_temporary_one()
    {
        File.WriteAllText(Target, "old");
        var failure = new InvalidOperationException("no more");

        Exception thrown = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw failure;
        }));

        Assert.Same(failure, thrown);
        Assert.Equal("old", File.ReadAllText(Target));
        AssertOnlyTarget();
    }

    [Fact]
    public void An_existing_file_is_kept_on_request()
    {
        File.WriteAllText(Target, "old");
        var options = new AtomicFileOptions { Overwrite = false };

        Assert.Throws<IOException>(() => AtomicFile.Write(Target, "new"u8.ToArray(), options));
        Assert.Equal("old", File.ReadAllText(Target));

        File.Delete(Target);
        Assert.Throws<IOException>(() => AtomicFile.Write(Target, _ => File.WriteAllText(Target, "meanwhile"), options));
        Assert.Equal("meanwhile", File.ReadAllText(Target));
        AssertOnlyTarget();
    }

    [Fact]
    public void A_read_only_file_is_replaced_only_on_request()
    {
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);

        Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(Target, "new"u8.ToArray()));
        Assert.Equal("old", File.ReadAllText(Target));

        AtomicFile.Write(Target, "new"u8.ToArray(), new AtomicFileOptions { ReplaceReadOnly = true });
        Assert.Equal("new", File.ReadAllText(Target));
        AssertOnlyTarget();
    }

    [Fact]
    public void A_temporary_file_of_a_killed_process_is_overwritten()
    {
        string temporary = _folder["state.json.unfinished"];
        File.WriteAllText(temporary, "what a killed process wrote");

        AtomicFile.Write(
            Target,
            stream =>
            {
                Assert.True(File.Exists(temporary));
                stream.Write("new"u8);
            },
            new AtomicFileOptions { TemporaryPath = temporary });

        Assert.Equal("new", File.ReadAllText(Target));
        AssertOnlyTarget();
    }

    [Fact]
    public void The_file_that_a_link_leads_to_is_written()
    {
        string link = _folder["link"];
        File.WriteAllText(Target, "old");
        File.CreateSymbolicLink(link, Target);

        AtomicFile.Write(link, "new"u8.ToArray());

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void The_folder_is_flushed_after_the_file_has_its_name()
    {
        File.WriteAllText(Target, "old");
        using var flushes = new FlushRecorder(_folder.Path, () => File.ReadAllText(Target));

        AtomicFile.Write(Target, "new"u8.ToArray());

        Assert.Equal([(_folder.Path, "new")], flushes.Recorded);
    }

    [Fact]
    public void A_file_is_written_to_a_folder_that_cannot_be_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix permissions.");
        if (OperatingSystem.IsWindows())
            return; // The analyzer does not know that the test was skipped.

        string folder = Directory.CreateDirectory(_folder["inbox"]).FullName;
        string file = Path.Combine(folder, "file");
        File.SetUnixFileMode(folder, UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            AtomicFile.Write(file, "new"u8.ToArray());
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal("new", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_is_not_replaced()
    {
        Directory.CreateDirectory(Target);

        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(Target, "new"u8.ToArray()));

        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(
            () => AtomicFile.Write(_folder[Path.Combine("none", "file")], "new"u8.ToArray()));

    [Fact]
    public void The_permissions_of_a_replaced_file_are_kept_unless_others_are_given()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no Unix permissions.");
        if (OperatingSystem.IsWindows())
            return; // The analyzer does not know that the test was skipped.

        const UnixFileMode Shared =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, Shared);

        AtomicFile.Write(Target, "new"u8.ToArray());
        Assert.Equal(Shared, File.GetUnixFileMode(Target));

        AtomicFile.Write(Target, "newer"u8.ToArray(), new AtomicFileOptions { UnixCreateMode = OwnerOnly });
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Target));
    }

    private void AssertOnlyTarget() => Assert.Equal([Target], Directory.GetFileSystemEntries(_folder.Path));

    [Fact]
    public void A_pipe_is_neither_replaced_nor_written_to()
    {
        Assert.SkipUnless(TinyDisk.Run("mkfifo", Target), "A pipe cannot be created here.");
        string link = _folder["link"];
        File.CreateSymbolicLink(link, Target);

        foreach (string path in new[] { Target, link })
        {
            foreach (bool force in new[] { false, true })
            {
                var options = new AtomicFileOptions { ReplaceReadOnly = force };
                IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(path, "new"u8.ToArray(), options));
                Assert.Equal($"'{Target}' is a pipe or a device, not a regular file.", error.Message);
            }
        }

        var temporary = new AtomicFileOptions { TemporaryPath = Target };
        Assert.Throws<IOException>(() => AtomicFile.Write(_folder["other"], "new"u8.ToArray(), temporary));
        Assert.True(RegularFile.IsSpecial(Target));
        Assert.False(File.Exists(_folder["other"]));
    }
}
