using Marianne.Files;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Files;

public sealed class DurableFolderTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_parent_of_each_new_folder_is_flushed()
    {
        string path = _folder[Path.Combine("a", "b", "c")];
        using var flushes = new FlushRecorder(_folder.Path, () => Directory.Exists(path).ToString());

        DurableFolder.Create(path + Path.DirectorySeparatorChar, Mode);

        Assert.Equal(
            [(_folder.Path, "True"), (_folder["a"], "True"), (_folder[Path.Combine("a", "b")], "True")], flushes.Recorded);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(Mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void An_existing_folder_is_not_flushed()
    {
        using var flushes = new FlushRecorder(_folder.Path, () => "");

        DurableFolder.Create(_folder.Path, Mode);

        Assert.Empty(flushes.Recorded);
    }

    [Fact]
    public void An_entry_of_a_folder_that_was_removed_needs_no_flush() =>
        DurableFolder.FlushEntryOf(_folder[Path.Combine("none", "file")]);

    [Fact]
    public void A_folder_that_cannot_be_opened_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows flushes no folders.");
        string link = _folder["loop"];
        File.CreateSymbolicLink(link, link);

        IOException error = Assert.Throws<IOException>(() => DurableFolder.FlushEntryOf(Path.Combine(link, "file")));

        Assert.Contains(link, error.Message, StringComparison.Ordinal);
    }
}
