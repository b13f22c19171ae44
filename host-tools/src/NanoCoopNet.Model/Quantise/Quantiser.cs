// From a bundle of float tensors to a model blob, by NUMERICS.md.
namespace NanoCoopNet.Model;

/// <summary>Folds batch norm, chooses radices on calibration data, derives sign thresholds and flips, and packs.</summary>
public static class Quantiser
{
    /// <summary>Quantises a bundle; the same bundle gives the same bytes.</summary>
    /// <exception cref="QuantiseException">unsupported, accumulator, radix, scaling and those of <see cref="BlobWriter.Write"/>:
    /// a network that cannot be expressed; the message names network and layer.</exception>
    public static QuantiseResult Quantise(
        TensorBundle bundle,
        QuantiseOptions? options = null,
        IProgress<QuantiseProgress>? progress = null,
        CancellationToken cancellation = default
    ) => new Work(bundle, options ?? new QuantiseOptions(), progress, cancellation).Run();

    private sealed class Work(
        TensorBundle bundle,
        QuantiseOptions options,
        IProgress<QuantiseProgress>? progress,
        CancellationToken cancellation
    )
    {
        private readonly int _allLayers = bundle.Nets.Sum(n => n.Layers.Count) + (bundle.Stem?.Layers.Count ?? 0);
        private int _layersBefore;

        public QuantiseResult Run()
        {
            Batch images = Batch.OfImages(bundle.Calibration, Math.Min(options.CalibrationImages, bundle.Calibration.Count));
            NetAssembly? stem = bundle.Stem is null ? null : new(bundle.Stem);
            NetStart start = stem is null ? new(images, new(images, BlobLayout.InputRadix)) : RunStem(stem, images);
            NetAssembly bnn = new(bundle.Bnn, stem),
                int8 = new(bundle.Int8);
            NetValues bnnValues = RunBinary(bnn, start);
            List<NetAssembly> nets = [bnn, int8];
            if (options.Numbers != NetNumbers.Int8)
            {
                RunFloats(int8, images);
            }
            else if (RunInt8(int8, start) is var int8Values && bundle.Glue is not null)
            {
                NetAssembly glue = new(bundle.Glue);
                RunGlue(glue, bnnValues, int8Values);
                nets.Add(glue);
            }

            if (!bundle.KeepsInt8Logits)
            {
                int8.Layers.RemoveAt(int8.Layers.Count - 1);
                int8.Reports.RemoveAt(int8.Reports.Count - 1);
            }

            ModelSpec model = new(
                bundle.Name,
                bundle.Form,
                bundle.KeepsInt8Logits,
                ConfidenceThreshold(),
                bundle.Input,
                bundle.Preprocessing,
                bundle.Classes,
                nets.Select(Spec).ToArray()
            )
            {
                StemLayers = stem?.Layers.Count ?? 0,
            };
            byte[] blob = BlobWriter.Write(model);
            progress?.Report(new QuantiseProgress(1, "done"));
            QuantiseReport report = new(
                nets.SelectMany(n => n.Reports).ToArray(),
                images.Values.All(v => v == images.Values[0]) ? images.Values[0] : null
            );
            return new QuantiseResult(blob, report);
        }

        private NetSpec Spec(NetAssembly assembly)
        {
            bool noLogits = assembly.Net.Kind == NetKind.Int8 && !bundle.KeepsInt8Logits;
            double q = Math.Round(assembly.Net.Temperature * BlobLayout.TemperatureOne);
            return new NetSpec(
                assembly.Net.Kind,
                noLogits ? BlobLayout.TemperatureOne : (int)Math.Min(q, int.MaxValue),
                assembly.Layers
            );
        }

        // Eq. (14): rounded to the nearest 1/256, halves up.
        private int ConfidenceThreshold() =>
            options.ConfidenceThreshold
            ?? (
                bundle.ConfidenceThreshold is { } given
                    ? Math.Min(255, (int)Math.Floor((given * 256) + 0.5))
                    : QuantiseOptions.FallbackThreshold
            );

        // Quantised once, for both networks.
        private NetStart RunStem(NetAssembly assembly, Batch images)
        {
            Report(assembly.Net, 0, "stem");
            IReadOnlyList<FusedLayer> fused = Int8Fuser.Fuse(assembly.Net, 0, assembly.Net.Layers.Count);
            IReadOnlyDictionary<int, Batch> reference = Reference(assembly.Net, images, fused);
            GlueSource output = RunFused(assembly, fused, new(images, BlobLayout.InputRadix), reference).Logits;
            return new(output.Real, output.Quantised);
        }

        private NetValues RunBinary(NetAssembly assembly, NetStart begin)
        {
            Report(assembly.Net, 0, "float network");
            IReadOnlyList<BinaryBlock> blocks = BinaryBlock.Parse(assembly.Net, bundle.Stem is not null);
            int tail = blocks[^1].End;
            IReadOnlyList<FusedLayer> fused = Int8Fuser.Fuse(assembly.Net, tail, assembly.Net.Layers.Count);
            IReadOnlyDictionary<int, Batch> reference = Reference(assembly.Net, begin.Real, fused, tail - 1);
            QuantisedBatch start = new BinaryNetQuantiser(assembly, begin.Quantised).Run(blocks, reference[tail - 1]);
            return RunFused(assembly, fused, start, reference);
        }

        private NetValues RunInt8(NetAssembly assembly, NetStart begin)
        {
            Report(assembly.Net, 0, "float network");
            IReadOnlyList<FusedLayer> fused = Int8Fuser.Fuse(assembly.Net, 0, assembly.Net.Layers.Count);
            IReadOnlyDictionary<int, Batch> reference = Reference(assembly.Net, begin.Real, fused);
            return RunFused(assembly, fused, begin.Quantised, reference);
        }

        private void RunFloats(NetAssembly assembly, Batch images)
        {
            if (bundle.Stem is not null)
            {
                throw new QuantiseException(
                    "unsupported",
                    $"{assembly.Net.Label}: a shared stem gives int8 values, so what goes on from it cannot be "
                        + BlobNames.Of(options.Numbers),
                    "leave --numbers out, or use networks without a shared stem"
                );
            }

            if (bundle.Glue is not null)
            {
                throw new QuantiseException(
                    "unsupported",
                    $"{assembly.Net.Label}: the glue of a BC-Net reads int8 values, so its networks cannot be "
                        + BlobNames.Of(options.Numbers),
                    "leave --numbers out, or quantise the CoopNet of the same task"
                );
            }

            Report(assembly.Net, 0, "float network");
            IReadOnlyList<FusedLayer> fused = Int8Fuser.Fuse(assembly.Net, 0, assembly.Net.Layers.Count);
            int last = assembly.Net.Layers.Count - 1;
            Batch logits = FloatRunner.Run(assembly.Net, images, new HashSet<int> { last }, cancellation)[last];
            new FloatNetPacker(assembly, fused, options.Numbers).Run(images.Shape, logits);
            _layersBefore += assembly.Net.Layers.Count;
        }

        private void RunGlue(NetAssembly assembly, NetValues bnn, NetValues int8)
        {
            bool features = bundle.Form == ModelForm.BcNetFeatures;
            (Batch real, QuantisedBatch start) = GlueInput.Concat(
                assembly,
                features ? bnn.Features : bnn.Logits,
                features ? int8.Features : int8.Logits
            );
            IReadOnlyList<FusedLayer> fused = Int8Fuser.Fuse(assembly.Net, 1, assembly.Net.Layers.Count);
            if (fused.Count != 1)
            {
                throw Int8Fuser.Unsupported(assembly.Net, assembly.Net.Layers[1], "the glue is exactly concat and dense");
            }

            RunFused(assembly, fused, start, Reference(assembly.Net, real, fused));
        }

        private NetValues RunFused(
            NetAssembly assembly,
            IReadOnlyList<FusedLayer> fused,
            QuantisedBatch start,
            IReadOnlyDictionary<int, Batch> reference
        )
        {
            int before = assembly.Layers.Count;
            Int8NetQuantiser quantiser = new(assembly, fused, start, reference, options);
            IReadOnlyList<QuantisedBatch> outputs = quantiser.Run(
                i => Report(assembly.Net, fused[i].LinearIndex, fused[i].Name),
                cancellation
            );
            int source = fused[^1].Sources[0],
                last = assembly.Net.Layers.Count - 1;
            int featureLayer = assembly.Net.Layers[last].Source;
            _layersBefore += assembly.Net.Layers.Count;
            return new NetValues(
                new GlueSource(before + fused.Count - 1, reference[last], outputs[^1]),
                new GlueSource(
                    before + source,
                    featureLayer < 0 ? reference[last] : reference[featureLayer],
                    source < 0 ? start : outputs[source]
                )
            );
        }

        // Float outputs needed later: of every linear layer before its ReLU, of what is added, of the last layer and of what it
        // reads.
        private IReadOnlyDictionary<int, Batch> Reference(
            FloatNet net,
            Batch input,
            IReadOnlyList<FusedLayer> fused,
            params int[] more
        )
        {
            IEnumerable<int> added = fused
                .Where(f => f.Op == LayerOp.Add)
                .SelectMany(f => f.Sources)
                .Where(s => s >= 0)
                .Select(s => fused[s].LinearIndex);
            HashSet<int> keep =
            [
                .. fused.Where(f => f.Weight.Length > 0).Select(f => f.LinearIndex),
                .. added,
                .. more,
                net.Layers.Count - 1,
            ];
            keep.Add(net.Layers[^1].Source);
            keep.Remove(-1);
            return FloatRunner.Run(net, input, keep, cancellation);
        }

        private void Report(FloatNet net, int layer, string stage) =>
            progress?.Report(
                new QuantiseProgress((double)(_layersBefore + layer) / _allLayers, $"{BlobNames.Of(net.Kind)}: {stage}")
            );
    }
}
