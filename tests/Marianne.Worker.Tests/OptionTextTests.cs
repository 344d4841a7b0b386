using System.Reflection;
using System.Text.RegularExpressions;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage;
using Npgsql;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>The worker names its own options, and no cmdlets, in all messages.</summary>
public sealed partial class OptionTextTests
{
    private const int FullDisk = 13;

    /// <summary>Every method that creates an error.</summary>
    public static TheoryData<string, string> Factories
    {
        get
        {
            TheoryData<string, string> factories = [];
            foreach (MethodInfo method in Methods())
                factories.Add(method.DeclaringType!.Name, method.ToString()!);
            return factories;
        }
    }

    [Fact]
    public void Errors_of_all_assemblies_are_tested() =>
        Assert.Equal(
            ["marianne-worker", "Marianne.Core", "Marianne.Runner", "Marianne.Storage"],
            Methods().Select(method => method.Module.Assembly.GetName().Name!).Distinct().Order(StringComparer.OrdinalIgnoreCase)
                .OrderBy(name => name.Contains('.', StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Factories))]
    public void An_error_names_only_what_the_worker_has(string type, string method)
    {
        MethodInfo factory = Methods().Single(other => other.DeclaringType!.Name == type && other.ToString() == method);
        Exception?[] errors = [Create(factory, isFull: false), Create(factory, isFull: true)];
        Assert.Contains(errors, error => error is not null);
        foreach (Exception error in errors.OfType<Exception>()) // Some methods translate only certain errors.
        {
            string translated = OptionText.OfError(error.Message);

            Assert.NotEmpty(translated);
            Assert.DoesNotMatch("[;,]$", translated); // Advice that is left out must be a sentence of its own.
            Assert.DoesNotMatch(Cmdlet(), Quoted().Replace(translated, ""));
        }
    }

    [Theory]
    [InlineData(
        "The score changed: x. Use -Force to resume the job with the changed score, or -Restart to create a new job.",
        "The score changed: x. Use --force to resume the job with the changed score, or --restart to create a new job.")]
    [InlineData("It is Cancelled. To run its score again as a new job, use Invoke-MarianneJob with -Restart.",
        "It is Cancelled. To run its score again as a new job, use --restart.")]
    [InlineData("The circuit breaker 'it''s' is open. To close it, run Reset-MarianneCircuitBreaker 'it''s'. Waiting for 5 s.",
        "The circuit breaker 'it''s' is open. Waiting for 5 s.")]
    [InlineData("It cannot resume with fewer sheets. Start again with -Restart.",
        "It cannot resume with fewer sheets. Start again with --restart.")]
    [InlineData("rm: use -Force, or Get-MarianneJob (E009: It failed. Its exit code was 1.)",
        "rm: use -Force, or Get-MarianneJob (E009: It failed. Its exit code was 1.)")]
    public void Known_advice_is_translated_and_output_of_sheets_is_not_changed(string message, string expected) =>
        Assert.Equal(expected, OptionText.OfMessage(message));

    [Fact]
    public void A_name_that_looks_like_a_cmdlet_is_kept() => Assert.Equal(
        "The job 'Get-MarianneJob -Force. x' does not exist in this store. Check the id and --store.",
        OptionText.OfError(JobErrors.NotFound("Get-MarianneJob -Force. x").Message));

    private static IEnumerable<MethodInfo> Methods()
    {
        Assembly[] assemblies =
            [typeof(Job).Assembly, typeof(JobRunner).Assembly, typeof(JobStoreFactory).Assembly, typeof(OptionText).Assembly];
        return assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.Name.EndsWith("Errors", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.ReturnType == typeof(MarianneException) || method.ReturnType == typeof(ScoreSyntaxException));
    }

    private static Exception? Create(MethodInfo factory, bool isFull) => (Exception?)factory.Invoke(
        null, [.. factory.GetParameters().Select(parameter => Sample(parameter.ParameterType, isFull))]);

    /// <summary>Returns an argument. A full one leads to the longest message.</summary>
    private static object? Sample(Type type, bool isFull)
    {
        Job job = new("nightly", "nightly", 3, DateTimeOffset.UnixEpoch)
        {
            Status = isFull ? JobStatus.Cancelled : JobStatus.Running,
            ConfigSnapshot = isFull ? "{}" : null,
        };
        return type switch
        {
            _ when type == typeof(string) => isFull ? "it's 'x'" : "x",
            _ when type == typeof(Job) => job,
            _ when type == typeof(Sheet) => job.Sheets[0],
            _ when type == typeof(RunnerProcess) => SystemProcessList.Instance.Current,
            _ when type == typeof(MarianneException) => JobErrors.NotFound("x"),
            _ when type == typeof(Exception) =>
                isFull ? new InvalidOperationException("It failed.") : new MarianneException(MarianneError.StoreNotFound, "It is gone."),
            _ when type == typeof(Score) => new Score { Name = "x" },
            _ when type == typeof(Execution) => new Execution(0, "nightly", 1, 1, "x", "x", 0, TimeSpan.Zero, default),
            _ when type == typeof(SheetApproval) =>
                new SheetApproval("nightly", 1, 1) { Status = ApprovalStatus.Denied, Comment = isFull ? "it's 'x'" : null },
            _ when type == typeof(SheetOutput) => new SheetOutput("nightly", 1, 1, "x"),
            _ when type == typeof(OutputFile) => new OutputFile("/x.json", 1, "x"),
            _ when type == typeof(ScoreProblem) => new ScoreProblem("sheets", "It is wrong."),
            _ when type == typeof(Circuit) => new Circuit { Name = "x", Unreadable = [new UnreadableValue("state", "?", "no")] },
            _ when type == typeof(JobPlan) =>
                new JobPlan { Name = "x", Workspace = "/", Sheets = [], Score = new Score { Name = "x" } },
            _ when type == typeof(PostgresException) => new PostgresException("It failed.", "ERROR", "ERROR", isFull ? "28P01" : "22012"),
            _ when type.Name == "PostgresTarget" => Activator.CreateInstance(type, "db.example.org", 5432, "jobs", "marianne"),
            _ when typeof(Exception).IsAssignableFrom(type) => Activator.CreateInstance(type, "It failed.", FullDisk), // Of SQLite.
            _ when type.IsValueType => Activator.CreateInstance(Nullable.GetUnderlyingType(type) ?? type),
            _ => SampleOf(type),
        };
    }

    private static Array? SampleOf(Type type) =>
        type.IsGenericType && type.GetGenericArguments() is [var item] && type.IsAssignableFrom(item.MakeArrayType())
            ? Array.CreateInstance(item, 0)
            : null;

    [GeneratedRegex(@"[A-Z][a-z]+-[A-Z]\w+|(^|\s)-[A-Z]\w+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"(?<!\w)'[^']*'(?!\w)")]
    private static partial Regex Quoted();
}
