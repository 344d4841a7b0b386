using System.Globalization;
using System.Text;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Processes;

/// <summary>
/// Says which run of which job started a command. The processes of the command inherit it in their environment, so that a later run
/// can end those that the run left behind because its process died.
/// </summary>
/// <param name="Job">A hash of the job's store and id.</param>
/// <param name="Sheet">The sheet's number.</param>
/// <param name="Runner">The process that runs the job.</param>
public sealed record RunMark(string Job, int Sheet, RunnerProcess Runner)
{
    /// <summary>The environment variable. It has the marks of all runs around a command, the outermost first.</summary>
    public const string Variable = "MARIANNE_RUN";

    private const int HashDigits = 16;

    /// <summary>Returns the mark of a sheet, or <c>null</c> if a later run could not recognize it.</summary>
    /// <param name="store">Where the job's store is.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheet">The sheet's number.</param>
    /// <param name="runner">The process that runs the job.</param>
    public static RunMark? Of(string store, string jobId, int sheet, RunnerProcess runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        return runner.StartMark is { } mark && LinuxStartMark.Parse(mark) is not null
            ? new RunMark(HexHash.Of($"{store}\0{jobId}", HashDigits), sheet, runner with { Host = null })
            : null;
    }

    /// <summary>Returns the value of the variable for the commands of this mark.</summary>
    /// <param name="outer">The value of the variable in the process that starts the command.</param>
    public string AddTo(string? outer) => string.IsNullOrEmpty(outer) ? ToString() : $"{outer},{this}";

    /// <summary>Returns the marks in a value of the variable, the outermost first. What is not a mark is ignored.</summary>
    /// <param name="value">The value.</param>
    public static IReadOnlyList<RunMark> Read(string? value) =>
        [.. (value ?? "").Split(',').Select(Parse).OfType<RunMark>()];

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Job}/{Sheet}/{Runner.Pid}/{Runner.StartMark}");

    /// <summary>Returns the marks in the environment of a process.</summary>
    /// <param name="environment">The environment as the kernel stores it.</param>
    internal static IReadOnlyList<RunMark> In(ReadOnlySpan<byte> environment)
    {
        ReadOnlySpan<byte> name = Encoding.ASCII.GetBytes($"{Variable}=");
        while (!environment.IsEmpty)
        {
            int end = environment.IndexOf((byte)0);
            ReadOnlySpan<byte> variable = end < 0 ? environment : environment[..end];
            if (variable.StartsWith(name))
                return Read(Encoding.UTF8.GetString(variable[name.Length..]));
            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return [];
    }

    private static RunMark? Parse(string text) =>
        text.Split('/') is [{ Length: HashDigits } job, var sheet, var pid, var mark]
        && int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
        && LinuxStartMark.Parse(mark) is not null
            ? new RunMark(job, number, new RunnerProcess(id, Host: null, mark))
            : null;
}
