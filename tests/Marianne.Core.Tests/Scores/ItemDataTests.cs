using System.Text.Json;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

/// <summary>Objects that are items.</summary>
public sealed class ItemDataTests
{
    private const string Json =
        """{"number":1,"size":1.50,"Title":"x","draft":true,"none":null,"labels":["a","b"],"users":[{"login":"anna"}],"user":{"login":"ben","count":7}}""";

    [Theory]
    [InlineData("pr.number", 1L)]
    [InlineData("pr.size", "1.50")]
    [InlineData("pr.title", "x")]
    [InlineData("pr.draft", true)]
    [InlineData("pr.none", "")]
    [InlineData("pr.labels.1", "b")]
    [InlineData("pr.labels.count", 2L)]
    [InlineData("pr.users.0.LOGIN", "anna")]
    [InlineData("pr.user.count", 7L)]
    public void A_property_is_found(string name, object value) => Assert.Equal(value, ItemData.Find(Root(), name));

    [Theory]
    [InlineData("pr.titel", "{pr.titel} has no value: {pr} has no property 'titel'. It has: number, size, Title, draft, none, labels, users, user.")]
    [InlineData("pr.number.x", "{pr.number.x} has no value: {pr.number} is 1, which has no properties.")]
    [InlineData("pr.labels.2", "{pr.labels.2} has no value: {pr.labels} is a list of 2. Use a number from 0, or count, instead of '2'.")]
    public void A_property_that_does_not_exist_names_those_that_do(string name, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => ItemData.Find(Root(), name)).Message);

    [Fact]
    public void A_list_has_texts_and_an_object_is_its_json()
    {
        Assert.Equal(["a", "b"], (IReadOnlyList<string>)ItemData.Find(Root(), "pr.labels"));
        Assert.Equal(["""{"login":"anna"}"""], (IReadOnlyList<string>)ItemData.Find(Root(), "pr.users"));
        Assert.Equal("""{"login":"ben","count":7}""", ItemData.Find(Root(), "pr.user").ToString());
        Assert.Equal(Json, Root().ToString());
    }

    [Fact]
    public void An_object_of_a_score_is_the_same_after_it_was_kept()
    {
        var map = new Dictionary<string, object?> { ["b"] = new object?[] { 1L, null, 2.5 }, ["a"] = new Dictionary<string, object?> { ["x"] = "{y}" } };
        var data = ItemData.OfMap(map, text => text + "!");
        Assert.Equal("""{"b":[1,null,2.5],"a":{"x":"{y}!"}}""", data.ToString());
        Assert.Equal(data.ToString(), ScoreJson.TextOf(data.ToSource()));
    }

    private static object Root()
    {
        using var document = JsonDocument.Parse(Json);
        return ItemData.Of(document.RootElement);
    }
}
