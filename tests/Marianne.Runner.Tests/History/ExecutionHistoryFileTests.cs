using Marianne.Files;
using Marianne.History;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.History;

public sealed class ExecutionHistoryFileTests : WorkFolder
{
    private string FilePath => At("history.json");

    [Fact]
    public void A_file_is_replaced_and_can_be_read()
    {
        Export("first");
        Export("second");

        Assert.Equal("second", Machine());
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }

    [Fact]
    public void An_existing_file_is_kept_with_noClobber()
    {
        Export("first");

        MarianneException error = Assert.Throws<MarianneException>(() => Export("second", noClobber: true));

        Assert.Equal(MarianneError.HistoryExists, error.Error);
        AssertUnchanged();
    }

    [Fact]
    public void A_read_only_file_is_replaced_only_with_force()
    {
        Export("first");
        File.SetAttributes(FilePath, FileAttributes.ReadOnly);

        MarianneException error = Assert.Throws<MarianneException>(() => Export("second"));

        Assert.Equal(MarianneError.HistoryFileFailed, error.Error);
        Assert.Contains("it is read-only. To replace it, use -Force.", error.Message, StringComparison.Ordinal);
        AssertUnchanged();
        Export("second", force: true);
        Assert.Equal("second", Machine());
    }

    [Fact]
    public void A_cancelled_export_leaves_the_existing_file_unchanged()
    {
        Export("first");
        using var cancelled = new CancellationTokenSource();
        var large = new ExecutionHistory("large");
        for (int step = 0; step < 1000; step++)
            large.Add("state");
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            ExecutionHistoryFile.Write(FilePath, large, HistoryFormat.Json, force: false, noClobber: false, cancelled.Token));

        AssertUnchanged();
    }

    private void Export(string machine, bool force = false, bool noClobber = false) =>
        ExecutionHistoryFile.Write(
            FilePath, new ExecutionHistory(machine), HistoryFormat.Json, force, noClobber, TestContext.Current.CancellationToken);

    private string Machine() =>
        ExecutionHistoryFile.Read(FilePath, options: null, TestContext.Current.CancellationToken).MachineName;

    private void AssertUnchanged()
    {
        Assert.Equal("first", Machine());
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pipe_is_not_replaced(bool force)
    {
        Assert.SkipUnless(TinyDisk.Run("mkfifo", FilePath), "A pipe cannot be created here.");

        MarianneException error = Assert.Throws<MarianneException>(() => Export("first", force));

        Assert.Equal(MarianneError.HistoryFileFailed, error.Error);
        Assert.Contains("it is a pipe or a device, not a regular file", error.Message, StringComparison.Ordinal);
        Assert.True(RegularFile.IsSpecial(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(Folder));
    }
}
