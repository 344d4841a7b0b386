using System.Collections;
using Marianne.Collections;
using Xunit;

namespace Marianne.Core.Tests.Collections;

public sealed class ReadOnlyMapTests
{
    private static readonly ReadOnlyMap<int, string> Map =
        new(new SortedDictionary<int, string> { [10] = "E101", [2] = "E201" });

    [Fact]
    public void Serializers_read_keys_as_strings()
    {
        IDictionaryEnumerator entries = ((IDictionary)Map).GetEnumerator();

        Assert.True(entries.MoveNext());
        Assert.Equal(("2", "E201"), (entries.Key, entries.Value));
        Assert.True(entries.MoveNext());
        Assert.Equal(("10", "E101"), (entries.Key, entries.Value));
        Assert.False(entries.MoveNext());
    }

    [Fact]
    public void Values_are_found_by_key_and_by_its_text()
    {
        IDictionary map = Map;

        Assert.Equal("E201", Map[2]);
        Assert.Equal("E201", map[2]);
        Assert.Equal("E201", map["2"]);
        Assert.Null(map["02"]);
        Assert.Null(map[3]);
        Assert.True(map.Contains(10));
        Assert.True(map.Contains("10"));
        Assert.False(map.Contains(10L));
    }

    [Fact]
    public void It_is_read_only() => Assert.Throws<NotSupportedException>(() => ((IDictionary)Map)[2] = "E001");

    [Fact]
    public void Its_text_has_the_entries()
    {
        var lists = new ReadOnlyMap<int, IReadOnlyList<int>>(new Dictionary<int, IReadOnlyList<int>> { [3] = [1, 2] });

        Assert.Equal("2 = E201; 10 = E101", Map.ToString());
        Assert.Equal("3 = [1, 2]", lists.ToString());
        Assert.Equal("", ReadOnlyMap<int, string>.Empty.ToString());
    }

    [Fact]
    public void The_text_of_a_list_has_the_items()
    {
        Assert.Equal("E201, E101", ReadOnlyItems<string>.Of(["E201", "E101"]).ToString());
        Assert.Equal("", ReadOnlyItems<string>.Empty.ToString());
    }
}
