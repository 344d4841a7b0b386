using System.Reflection;
using Marianne.Jobs;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

/// <summary>The closed sets of words that stores share with other implementations.</summary>
public sealed class VocabularyTests
{
    public static TheoryData<Type, string[]> Sets => new()
    {
        {
            typeof(ErrorCategories),
            [
                "rate_limit", "transient", "validation", "auth", "network", "timeout", "signal", "fatal", "configuration",
                "preflight", "escalation",
            ]
        },
        { typeof(ExitReasons), ["completed", "timeout", "killed", "error"] },
        { typeof(ExecutionModes), ["normal", "completion", "retry"] },
        {
            typeof(OutcomeCategories),
            [
                "success_first_try", "success_retry", "success_completion", "failed_exhausted", "failed_fatal",
                "skipped_by_escalation",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_set_has_the_words_that_files_may_hold(Type set, string[] words) => Assert.Equal(words, AllOf(set));

    [Theory]
    [MemberData(nameof(Sets))]
    public void A_set_lists_each_of_its_constants(Type set, string[] words)
    {
        string[] constants =
            [.. set.GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.Equal(words, constants);
    }

    private static IReadOnlyList<string> AllOf(Type set) =>
        (IReadOnlyList<string>)set.GetProperty("All", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}
