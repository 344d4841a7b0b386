using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the files that stores keep open although they are not in use.</summary>
[Trait("Platform", "Linux")]
public sealed class IdleSessionsTests : SqliteTestBase
{
    private const int FilesOfOne = 3;

    [Fact]
    public async Task Only_the_stores_that_were_used_last_keep_files_open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are only counted on Linux.");
        var stores = new List<IJobStore>();
        for (int number = 0; number < 2 * IdleSessions.MaximumDatabases; number++)
        {
            IJobStore store = Open(Folder[$"{number}.db"]);
            await SaveNew(store);
            stores.Add(store);
        }

        Assert.InRange(OpenFiles(), 0, FilesOfOne * IdleSessions.MaximumDatabases);
        foreach (IJobStore store in stores)
            Assert.Equal("Name of nightly", (await Load(store)).Name);
        Assert.InRange(OpenFiles(), 0, FilesOfOne * IdleSessions.MaximumDatabases);
    }

    private int OpenFiles() => new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos()
        .Count(file => file.LinkTarget?.StartsWith(Folder.Path, StringComparison.Ordinal) is true);
}
