using NetArchTest.Rules;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>What breaks a rule.</summary>
internal static class Offences
{
    /// <summary>Returns the names of the types that break a rule.</summary>
    public static IReadOnlyList<string> Of(ConditionList rule) => [.. rule.GetResult().FailingTypeNames ?? []];

    /// <summary>Fails with the list of what breaks a rule, unless it is empty.</summary>
    public static void AssertNone(IEnumerable<object> found, string what)
    {
        object[] offences = [.. found];
        Assert.True(offences.Length == 0, $"{offences.Length} {what}:\n  {string.Join("\n  ", offences)}");
    }
}
