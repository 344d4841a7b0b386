using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Secrets;

/// <summary>What leaves a run is redacted in each of its texts, also in those that are added later.</summary>
public sealed class RedactedTests
{
    private const string Secret = "sk-0123456789-secret";

    private static readonly SecretRedactor Redactor = new([Secret]);

    /// <summary>Properties that hold no free text: ids, codes, hashed values, and the score itself.</summary>
    private static readonly string[] NoTexts =
    [
        "Execution.JobId",
        "JobConfig.Hash", "JobConfig.Path", "JobConfig.Snapshot",
        "JobEvent.ErrorCode", "JobEvent.JobId", "JobEvent.Mode",
        "Fail.Category", "Start.Mode", "Wait.Category",
        "LearnedRateLimit.ErrorCode", "LearnedRateLimit.Id", "LearnedRateLimit.SourceJobHash",
        "LearnedRecovery.ErrorCode", "LearnedRecovery.Id", "LearnedRecovery.Incident",
        "OngoingIncident.ErrorCode", "OngoingIncident.Id",
        "OutcomeReport.ErrorCodes", "OutcomeReport.Id", "OutcomeReport.JobId", "OutcomeReport.SheetId", "OutcomeReport.WorkspacePath",
        "RunnerProcess.Host", "RunnerProcess.StartMark",
        "SheetMeasures.AttemptErrors", "SheetMeasures.ErrorCode", "SheetMeasures.ErrorCodes", "SheetMeasures.LimitId",
        "SheetMeasures.SessionId", "SheetMeasures.SessionInstrument",
        "SheetApproval.AnsweredBy", "SheetApproval.AskedBy", "SheetApproval.Comment", "SheetApproval.JobId", // Without an answer.
        "SheetOutput.JobId", "SheetOutput.Name", "OutputFile.Hash", "OutputFile.Path",
        "SheetResult.ExitReason", "SheetResult.OutcomeCategory",
        "UnreadableValue.Name", "UnreadableValue.Problem",
        "ValidationDetail.CheckedAt", "ValidationDetail.ErrorType", "ValidationDetail.FailureCategory",
        "ValidationDetail.RuleType",
        "Worker.CanRun", "Worker.Host", "Worker.Id", "Worker.Running",
    ];

    public static TheoryData<Type> Types =>
    [
        .. typeof(JobUpdate).GetNestedTypes().Concat(typeof(SheetUpdate).GetNestedTypes()),
        typeof(JobEvent), typeof(OutcomeReport), typeof(LearnedRecovery), typeof(LearnedRateLimit),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_text_of_a_value_is_redacted(Type type)
    {
        object filled = Fill(type);
        Type leaving = type.BaseType is { IsAbstract: true } kind ? kind : type;

        object redacted = typeof(Redacted<>).MakeGenericType(leaving).GetMethod("Of")!.Invoke(null, [filled, Redactor])!;
        object value = redacted.GetType().GetProperty("Value")!.GetValue(redacted)!;

        Assert.NotEqual(filled, value is JobUpdate or SheetUpdate.Start ? null : value);
        Assert.Empty(TextsWithSecret(value).Distinct().Except(NoTexts));
    }

    [Fact]
    public void Every_text_of_a_history_is_redacted()
    {
        var history = new ExecutionHistory($"job {Secret}");
        ExecutionStep step = history.Add($"sheet {Secret}");
        history.Update(step.Id, new StepUpdate { Status = StepStatus.InProgress });
        history.Update(step.Id, new StepUpdate { Status = StepStatus.Failed, Error = $"error {Secret}" });
        ExecutionStep skipped = history.Add($"sheet {Secret}");
        history.Update(skipped.Id, new StepUpdate { Status = StepStatus.Skipped, Reason = $"reason {Secret}" });

        ExecutionHistory redacted = Redacted<ExecutionHistory>.Of(history, Redactor).Value;

        using var exported = new MemoryStream();
        redacted.Export(exported, TestContext.Current.CancellationToken);
        string json = System.Text.Encoding.UTF8.GetString(exported.ToArray());
        Assert.DoesNotContain(Secret, json, StringComparison.Ordinal);
        Assert.Contains("error ***", json, StringComparison.Ordinal);
        Assert.Contains("reason ***", json, StringComparison.Ordinal);
        Assert.Equal("sheet ***", step.StateName);
        Assert.Equal("job ***", redacted.MachineName);
    }

    [Fact]
    public void A_value_of_another_type_cannot_be_redacted() =>
        Assert.Throws<ArgumentException>(() => Redacted<Uri>.Of(new Uri("https://example.com"), Redactor));

    [Fact]
    public void A_value_of_a_run_without_secrets_stays_as_it_is()
    {
        SheetUpdate update = new SheetUpdate.Skip($"reason {Secret}");

        Assert.Same(update, Redacted<SheetUpdate>.Of(update, SecretRedactor.None).Value);
    }

    /// <summary>Creates an object and sets each of its properties; each text contains the secret.</summary>
    private static object Fill(Type type)
    {
        object filled = RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
        {
            if (ValueOf(property.PropertyType) is { } value)
                property.SetValue(filled, value);
        }

        return filled;
    }

    private static object? ValueOf(Type type) => type switch
    {
        _ when type == typeof(string) => $"a text with {Secret}",
        _ when type == typeof(IReadOnlyList<string>) => new[] { Secret },
        _ when type == typeof(IReadOnlyDictionary<int, string>) => new Dictionary<int, string> { [1] = Secret },
        _ when type == typeof(IReadOnlyList<ValidationDetail>) => new[] { (ValidationDetail)Fill(typeof(ValidationDetail)) },
        _ when type == typeof(IReadOnlyList<SheetOutput>) => new[] { (SheetOutput)Fill(typeof(SheetOutput)) },
        _ when type == typeof(IReadOnlyList<UnreadableValue>) => Array.Empty<UnreadableValue>(),
        _ when type.Assembly == typeof(JobUpdate).Assembly && type.IsClass => Fill(type),
        _ => null,
    };

    private static IEnumerable<string> TextsWithSecret(object value)
    {
        foreach (PropertyInfo property in value.GetType().GetProperties()
            .Where(property => property.GetMethod is { IsStatic: false } && property.GetIndexParameters().Length == 0))
        {
            string name = $"{value.GetType().Name}.{property.Name}";
            switch (property.GetValue(value))
            {
                case string text when text.Contains(Secret, StringComparison.Ordinal):
                case IEnumerable<string> texts when texts.Contains(Secret):
                case IReadOnlyDictionary<int, string> map when map.Values.Contains(Secret):
                    yield return name;
                    break;
                case IEnumerable<ValidationDetail> details:
                    foreach (string inner in details.SelectMany(TextsWithSecret))
                        yield return inner;
                    break;
                case IEnumerable<SheetOutput> outputs:
                    foreach (string inner in outputs.SelectMany(TextsWithSecret))
                        yield return inner;
                    break;
                case { } inner when inner is not IEnumerable && inner.GetType().Assembly == typeof(JobUpdate).Assembly
                    && inner.GetType().IsClass:
                    foreach (string text in TextsWithSecret(inner))
                        yield return text;
                    break;
            }
        }
    }
}
