using Xunit;

namespace Marianne.Storage.Tests;

public sealed class RecordIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 7, 5, 9, TimeSpan.Zero);

    [Fact]
    public void Ids_are_in_the_order_of_time()
    {
        string[] ids = [.. Enumerable.Range(0, 3000).Select(number => RecordId.New(Now + TimeSpan.FromMicroseconds(number)))];

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Ids_of_one_instant_differ()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(_ => RecordId.New(Now))];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^019ca837-1888-7000-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id));
    }
}
