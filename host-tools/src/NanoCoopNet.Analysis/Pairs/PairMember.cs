// A model as a source of parts: its BNN as a light network, its INT8 network as a full one.
namespace NanoCoopNet.Analysis;

/// <summary>Answers of a model and what its parts take, in milliseconds a sample.</summary>
/// <param name="Outcomes">On the samples that all members share.</param>
/// <param name="LightMs">L_BNN + L_CS.</param>
/// <param name="Int8Ms">L_INT8.</param>
/// <param name="GlueMs">L_glue; 0 in a CoopNet.</param>
public sealed record PairMember(Outcomes Outcomes, double LightMs, double Int8Ms, double GlueMs)
{
    /// <summary>The model's name.</summary>
    public string Name => Outcomes.Source.Model;
}
