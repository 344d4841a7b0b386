using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Tests of the words for the sheets of a plan.</summary>
public sealed class PlannedSheetTextTests
{
    [Theory]
    [InlineData("", new int[0])]
    [InlineData("7", new[] { 7 })]
    [InlineData("1, 2", new[] { 2, 1 })]
    [InlineData("1-3", new[] { 1, 2, 3 })]
    [InlineData("1, 2, 4-6, 9", new[] { 9, 1, 2, 4, 6, 5 })]
    public void Three_numbers_that_follow_each_other_are_a_range(string expected, int[] numbers) =>
        Assert.Equal(expected, PlannedSheetText.OfNumbers(numbers));
}
