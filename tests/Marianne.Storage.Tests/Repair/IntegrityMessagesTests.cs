using Marianne.Storage.Repair;
using Xunit;

namespace Marianne.Storage.Tests.Repair;

public sealed class IntegrityMessagesTests
{
    [Theory]
    [InlineData("ok")]
    [InlineData("row 3 missing from index i", "row 3 missing from index i")]
    [InlineData("*** in database main ***\nTree 2 page 2: invalid\nPage 7: never used", "Tree 2 page 2: invalid", "Page 7: never used")]
    public void Each_line_is_a_message(string row, params string[] expected) => Assert.Equal(expected, IntegrityMessages.In(row));
}
