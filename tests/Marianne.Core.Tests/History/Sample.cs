using System.Globalization;
using System.Text;
using Marianne.History;
using Microsoft.Extensions.Time.Testing;

namespace Marianne.Core.Tests.History;

/// <summary>Creates histories with a fake clock and predictable ids.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 7, 5, 9, 250, TimeSpan.Zero);

    public static string FixturePath => Path.Combine(AppContext.BaseDirectory, "fixtures", "peer", "execution-history.json");

    public static ExecutionHistory New(DataMode mode = DataMode.Copy, int? maximumDepth = null, TimeProvider? time = null)
    {
        int last = -1;
        return new ExecutionHistory("orders", new ExecutionHistoryOptions
        {
            ExecutionId = "exec-1",
            DataMode = mode,
            MaximumDepth = maximumDepth,
            Time = time ?? new FakeTimeProvider(Start),
            NewId = () => (++last).ToString(CultureInfo.InvariantCulture),
        });
    }

    public static StepUpdate To(StepStatus status) => new() { Status = status };

    public static ExecutionStep AddDone(this ExecutionHistory history, string state, string? parentId = null)
    {
        ExecutionStep step = history.Add(state, parentId);
        history.Update(step.Id, new StepUpdate { Status = StepStatus.Completed, Arc = "ok" });
        return step;
    }

    public static string States(IEnumerable<ExecutionStep> steps) => string.Join(' ', steps.Select(step => step.StateName));

    public static string Json(ExecutionHistory history)
    {
        using var stream = new MemoryStream();
        history.Export(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static ExecutionHistory Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static ExecutionHistory Read(byte[] json)
    {
        using var stream = new SlowStream(json);
        return ExecutionHistory.Import(stream, "The file 'x.json'");
    }

    /// <summary>A stream that returns few bytes at a time, as a network does.</summary>
    private sealed class SlowStream(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 4099));

        // In a derived class, the base method would call the other overload.
        public override int Read(Span<byte> buffer)
        {
            byte[] chunk = new byte[Math.Min(buffer.Length, 4099)];
            int read = Read(chunk, 0, chunk.Length);
            chunk.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
    }
}
