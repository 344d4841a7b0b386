using Marianne.Files;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Files;

[Trait("Platform", "Unix")]
public sealed class PortablePathTests
{
    [Theory]
    [InlineData(@".\sub\a.ps1", "sub/a.ps1")]
    [InlineData(@"..\x", "../x")]
    [InlineData("sub/a", "sub/a")]
    [InlineData(@"a\b/c", "a/b/c")]
    public void A_backslash_separates_folders(string path, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(Path.GetFullPath(expected, folder.Path), PortablePath.FullPath(path, folder.Path));
    }

    [Fact]
    public void A_file_whose_name_has_a_backslash_is_found()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[@"a\b"], "");

        Assert.Equal(folder[@"a\b"], PortablePath.FullPath(@"a\b", folder.Path));
    }
}
