using Marianne.Executors;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Executors;

public sealed class PromptSourceTests : WorkFolder
{
    private Score Score => new Score { Name = "test", Sheets = [new ScoreSheet { Prompt = "pipe.md" }] }.At(Folder);

    [Fact]
    public void A_prompt_file_is_read()
    {
        Write("pipe.md", "Do it.");

        Assert.Equal("Do it.", PromptSource.Of(Score, 1, []));
        Assert.Single(SheetFiles.HashesOf(Score));
    }

    [Fact]
    public void A_pipe_is_not_opened()
    {
        Assert.SkipUnless(TinyDisk.Run("mkfifo", At("pipe.md")), "A pipe cannot be created here.");

        IOException error = Assert.Throws<IOException>(() => PromptSource.Of(Score, 1, []));
        Assert.Equal($"'{At("pipe.md")}' is a pipe or a device, not a regular file.", error.Message);
        Assert.Empty(SheetFiles.HashesOf(Score));
    }
}
