using Marianne.Learning;
using Xunit;

namespace Marianne.Core.Tests.Learning;

public sealed class LearningHashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marianne-hash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_root_can_be_a_workspace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other roots.");
        Assert.Equal("8a5edab282632443", LearningHash.OfWorkspace("/"));
        Assert.Equal("8a5edab282632443", LearningHash.OfWorkspace("/.."));
    }

    [Theory]
    [InlineData("nightly", null, "b885a47feb0c3503")]
    [InlineData("nightly", "abc", "3f5fffffd22d8824")]
    [InlineData("", null, "e7ac0786668e0ff0")]
    [InlineData("ü ✓", null, "bbfe1229e49dec64")]
    public void A_jobs_hash_is_of_its_name_and_its_configuration(string name, string? configHash, string hash) =>
        Assert.Equal(hash, LearningHash.OfJob(name, configHash));

    [Fact]
    public void A_workspace_has_one_hash_however_its_path_is_written()
    {
        string hash = LearningHash.OfWorkspace(In("work"));

        Assert.Equal(hash, LearningHash.OfWorkspace(In("work") + Path.DirectorySeparatorChar));
        Assert.Equal(hash, LearningHash.OfWorkspace(Path.Combine(_folder, "other", "..", "work")));
        Assert.Equal(hash, LearningHash.OfWorkspace(Path.Combine(_folder, ".", "work")));
        Assert.Equal(hash, LearningHash.OfWorkspace(Path.GetRelativePath(Directory.GetCurrentDirectory(), In("work"))));
        Assert.NotEqual(hash, LearningHash.OfWorkspace(In("works")));
        Assert.True(LearningHash.IsHash(hash));
    }

    [Fact]
    public void A_workspace_need_not_exist_and_keeps_its_hash_when_it_is_created()
    {
        string hash = LearningHash.OfWorkspace(In("later"));
        Directory.CreateDirectory(In("later"));
        Assert.Equal(hash, LearningHash.OfWorkspace(In("later")));
    }

    [Fact]
    public void Links_are_followed_wherever_they_are_on_the_path()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "real", "deep"));
        Directory.CreateSymbolicLink(In("link"), In("real"));
        Directory.CreateSymbolicLink(In("second"), "link");

        string hash = LearningHash.OfWorkspace(Path.Combine(_folder, "real", "deep"));
        Assert.Equal(hash, LearningHash.OfWorkspace(Path.Combine(_folder, "link", "deep")));
        Assert.Equal(hash, LearningHash.OfWorkspace(Path.Combine(_folder, "second", "deep")));
        Assert.Equal(
            LearningHash.OfWorkspace(Path.Combine(_folder, "real", "none")),
            LearningHash.OfWorkspace(Path.Combine(_folder, "link", "none")));
    }

    [Fact]
    public void The_parent_of_a_link_is_the_parent_of_its_target()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, it is the folder of the link.");
        Directory.CreateDirectory(Path.Combine(_folder, "real", "deep"));
        Directory.CreateSymbolicLink(In("link"), Path.Combine("real", "deep"));

        Assert.Equal(LearningHash.OfWorkspace(In("real")), LearningHash.OfWorkspace(Path.Combine(_folder, "link", "..")));
        Assert.Equal(
            LearningHash.OfWorkspace(Path.Combine(_folder, "real", "deep")),
            LearningHash.OfWorkspace(Path.Combine(_folder, "link", "..", "..", "link")));
    }

    [Fact]
    public void A_dangling_link_is_followed_and_a_circle_of_links_ends()
    {
        Directory.CreateSymbolicLink(In("dangling"), In("nowhere"));
        Directory.CreateSymbolicLink(In("self"), In("self"));
        Directory.CreateSymbolicLink(In("one"), In("two"));
        Directory.CreateSymbolicLink(In("two"), In("one"));

        Assert.Equal(LearningHash.OfWorkspace(In("nowhere")), LearningHash.OfWorkspace(In("dangling")));
        Assert.True(LearningHash.IsHash(LearningHash.OfWorkspace(In("self"))));
        Assert.True(LearningHash.IsHash(LearningHash.OfWorkspace(Path.Combine(_folder, "one", "deep"))));
    }

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF", false)]
    [InlineData("0123456789abcde", false)]
    [InlineData("0123456789abcdefg", false)]
    [InlineData("/work/space/1", false)]
    public void A_hash_is_sixteen_hexadecimal_digits(string text, bool isHash) => Assert.Equal(isHash, LearningHash.IsHash(text));

    private string In(string name) => Path.Combine(_folder, name);
}
