using Marianne.Policies;
using Marianne.Processes;
using Xunit;

namespace Marianne.Runner.Tests.Processes;

public sealed class CommandPipesTests
{
    [Fact]
    public void Output_that_never_makes_a_reader_wait_is_read_on_another_thread()
    {
        using var ended = new ManualResetEventSlim();
        using var output = new FloodStream(Environment.CurrentManagedThreadId, ended);
        using var process = new FloodProcess(output);
        using var pipes = new CommandPipes(process, new CommandOutput(100, onOutput: null, new StaleDetector(new(), TimeProvider.System)));

        ended.Wait(TestContext.Current.CancellationToken);
        Assert.False(output.WasReadHere);
    }

    private sealed class FloodProcess(Stream output) : CommandProcess
    {
        public override int Id => 1;

        public override Stream? Input => null;

        public override IReadOnlyList<Stream> Outputs => [output];

        public override Task<int?> Exit { get; } = new TaskCompletionSource<int?>().Task;

        public override void Kill()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Has always something to read, a thousand times.</summary>
    private sealed class FloodStream(int thread, ManualResetEventSlim ended) : MemoryStream
    {
        private int _left = 1000;

        public bool WasReadHere { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            WasReadHere |= Environment.CurrentManagedThreadId == thread;
            if (_left-- > 0)
                return new(buffer.Length);

            ended.Set();
            return new(0);
        }
    }
}
