using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

/// <summary>Tests of the keys by which the job of a score is found.</summary>
public sealed class JobKeyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_is_the_name_and_the_workspace()
    {
        string path = Path.Combine(_folder.Path, "work");
        Assert.Equal(JobKey.Of("a", path), JobKey.Of("a", path));
        Assert.Equal(JobKey.Of("a", path).Hash, JobKey.Of("a", path + Path.DirectorySeparatorChar).Hash);
        Assert.NotEqual(JobKey.Of("a", path), JobKey.Of("A", path));
        Assert.NotEqual(JobKey.Of("a", path).Hash, JobKey.Of("a", path + "2").Hash);
        Assert.NotEqual(JobKey.Of("a", path).Hash, JobKey.Of("b", path).Hash);
        Assert.Matches("^[0-9a-f]{64}$", JobKey.Of("a", path).Hash);
    }

    [Fact]
    public void Links_are_followed_and_the_workspace_need_not_exist()
    {
        string target = Directory.CreateDirectory(Path.Combine(_folder.Path, "target")).FullName;
        string link = Path.Combine(_folder.Path, "link");
        Assert.SkipUnless(CanLink(link, target), "Links cannot be created.");

        Assert.Equal(JobKey.Of("a", target), JobKey.Of("a", link));
        Assert.Equal(
            JobKey.Of("a", Path.Combine(target, "new", "one")), JobKey.Of("a", Path.Combine(link, "new", "two", "..", "one")));
    }

    [Fact]
    public void Case_is_that_of_the_file_system()
    {
        string stored = Directory.CreateDirectory(Path.Combine(_folder.Path, "Work")).FullName;
        string other = Path.Combine(_folder.Path, "wORK");
        bool ignoresCase = Directory.Exists(other);

        Assert.Equal(ignoresCase, JobKey.Of("a", stored) == JobKey.Of("a", other));
        Assert.EndsWith("Work", JobKey.Of("a", stored).Workspace, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_ignores_case_has_one_key_for_a_folder()
    {
        string image = Path.Combine(_folder.Path, "disk");
        string mounted = Directory.CreateDirectory(Path.Combine(_folder.Path, "mounted")).FullName;
        File.WriteAllBytes(image, new byte[1 << 20]);
        Assert.SkipUnless(
            TinyDisk.Run("mkfs.vfat", image) && TinyDisk.Run("mount", "-o", "loop", image, mounted),
            "Mounting a disk requires root on Linux.");
        try
        {
            Directory.CreateDirectory(Path.Combine(mounted, "Nightly Work"));
            JobKey key = JobKey.Of("a", Path.Combine(mounted, "Nightly Work", "out"));
            Assert.Equal(key, JobKey.Of("a", Path.Combine(mounted, "nightly WORK", "out")));
            Assert.EndsWith("Nightly Work/out", key.Workspace, StringComparison.Ordinal);
        }
        finally
        {
            TinyDisk.Run("umount", "-l", mounted);
        }
    }

    private static bool CanLink(string link, string target)
    {
        try
        {
            Directory.CreateSymbolicLink(link, target);
            return true;
        }
        catch (IOException)
        {
            return false; // Windows lets only some users create links.
        }
    }
}
