// A model as a source of parts: its BNN as a light network, its INT8 network as a full one.
namespace NanoCoopNet.Analysis;

/// <summary>Answers of a model and what its parts take, in milliseconds a sample.</summary>
/// <param name="Outcomes">On the samples that all members share.</param>
/// <param name="LightMs">L_BNN + L_CS.</param>
/// <param name="Int8Ms">L_INT8 of the network alone, with a shared stem.</param>
/// <param name="GlueMs">L_glue; 0 in a CoopNet.</param>
/// <param name="StemMs">What of both light and INT8 is the model's shared stem; 0 without one.</param>
public sealed record PairMember(Outcomes Outcomes, double LightMs, double Int8Ms, double GlueMs, double StemMs = 0)
{
    /// <summary>L_INT8 where a light network has run: the stem counts once where it is that network's own.</summary>
    public double Int8MsAfter(PairMember light) => Int8Ms - (ReferenceEquals(light, this) ? StemMs : 0);

    /// <summary>The model's name.</summary>
    public string Name => Outcomes.Source.Model;
}
