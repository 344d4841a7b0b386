using Marianne.Files;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Files;

public sealed class FolderErrorTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_in_the_path_is_named()
    {
        File.WriteAllText(_folder["file"], "");

        Assert.Equal($"'{_folder["file"]}' is a file, not a folder", FolderErrorText.FileAt(Path.Combine(_folder["file"], "a", "b")));
        Assert.Null(FolderErrorText.FileAt(_folder["none"]));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_not_called_a_file()
    {
        File.CreateSymbolicLink(_folder["loop"], "loop");
        File.CreateSymbolicLink(_folder["broken"], _folder["none"]);

        Assert.Equal($"'{_folder["loop"]}' is a symbolic link that leads to itself", FolderErrorText.FileAt(_folder["loop"]));
        Assert.Equal(
            $"'{_folder["broken"]}' is a symbolic link to '{_folder["none"]}', which does not exist",
            FolderErrorText.FileAt(_folder["broken"]));
    }
}
