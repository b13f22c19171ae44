/* generated from nf-interop/native-interface.json by nf-interop/generator; do not edit */
/*
 * Arrays become pointer and length; the status goes back to C# as it is, so hr stays S_OK.
 */
#include "NanoCoopNet_Interop.h"
#include "NanoCoopNet_Interop_NanoCoopNet_Interop_Native.h"

extern "C" {
#include "ncn_native.h"
}

using namespace NanoCoopNet_Interop::NanoCoopNet_Interop;

signed int Native::Abi(CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_abi((int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::ModelOpen(signed int ctx, signed int slot, CLR_RT_TypedArray_INT32 info, HRESULT &hr)
{
    (void)hr;
    return ncn_native_model_open(ctx, slot, (int32_t *)info.GetBuffer(), (int32_t)info.GetSize());
}

signed int Native::ModelClose(signed int ctx, HRESULT &hr)
{
    (void)hr;
    return ncn_native_model_close(ctx);
}

signed int Native::ModelText(signed int ctx, signed int index, CLR_RT_TypedArray_UINT8 utf8, HRESULT &hr)
{
    (void)hr;
    return ncn_native_model_text(ctx, index, utf8.GetBuffer(), (int32_t)utf8.GetSize());
}

signed int Native::LayerInfo(signed int ctx, signed int net, signed int layer, CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_layer_info(ctx, net, layer, (int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::InputWrite(signed int ctx, signed int bank, CLR_RT_TypedArray_UINT8 data, signed int start, signed int count, signed int at, HRESULT &hr)
{
    (void)hr;
    return ncn_native_input_write(ctx, bank, data.GetBuffer(), (int32_t)data.GetSize(), start, count, at);
}

signed int Native::InputSelect(signed int ctx, signed int bank, HRESULT &hr)
{
    (void)hr;
    return ncn_native_input_select(ctx, bank);
}

signed int Native::LayerRun(signed int ctx, signed int net, signed int layer, signed int markerMask, HRESULT &hr)
{
    (void)hr;
    return ncn_native_layer_run(ctx, net, layer, markerMask);
}

signed int Native::NetRun(signed int ctx, signed int net, signed int first, signed int markerMask, signed int most, CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_net_run(ctx, net, first, markerMask, most, (int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::Top(signed int ctx, signed int net, HRESULT &hr)
{
    (void)hr;
    return ncn_native_top(ctx, net);
}

signed int Native::Logits(signed int ctx, signed int net, CLR_RT_TypedArray_INT32 dst, HRESULT &hr)
{
    (void)hr;
    return ncn_native_logits(ctx, net, (int32_t *)dst.GetBuffer(), (int32_t)dst.GetSize());
}

signed int Native::Confidence(signed int ctx, signed int net, CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_confidence(ctx, net, (int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::TimeInfo(CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_time_info((int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::SoundWrite(CLR_RT_TypedArray_INT32 state, CLR_RT_TypedArray_UINT8 pcm, signed int start, signed int count, HRESULT &hr)
{
    (void)hr;
    return ncn_native_sound_write((int32_t *)state.GetBuffer(), (int32_t)state.GetSize(), pcm.GetBuffer(), (int32_t)pcm.GetSize(), start, count);
}

signed int Native::SoundImage(CLR_RT_TypedArray_INT32 state, CLR_RT_TypedArray_UINT8 image, HRESULT &hr)
{
    (void)hr;
    return ncn_native_sound_image((int32_t *)state.GetBuffer(), (int32_t)state.GetSize(), image.GetBuffer(), (int32_t)image.GetSize());
}

signed int Native::MarkerBind(signed int marker, signed int pin, HRESULT &hr)
{
    (void)hr;
    return ncn_native_marker_bind(marker, pin);
}

signed int Native::StoreInfo(signed int slot, CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_info(slot, (int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::StoreSignature(CLR_RT_TypedArray_UINT8 block, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_signature(block.GetBuffer(), (int32_t)block.GetSize());
}

signed int Native::StoreBegin(CLR_RT_TypedArray_UINT8 identity, signed int blobBytes, CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_begin(identity.GetBuffer(), (int32_t)identity.GetSize(), blobBytes, (int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::StoreErase(signed int step, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_erase(step);
}

signed int Native::StoreWrite(signed int at, CLR_RT_TypedArray_UINT8 data, signed int start, signed int count, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_write(at, data.GetBuffer(), (int32_t)data.GetSize(), start, count);
}

signed int Native::StoreCommit(CLR_RT_TypedArray_INT32 v, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_commit((int32_t *)v.GetBuffer(), (int32_t)v.GetSize());
}

signed int Native::StoreUse(signed int slot, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_use(slot);
}

signed int Native::StoreRemove(signed int slot, HRESULT &hr)
{
    (void)hr;
    return ncn_native_store_remove(slot);
}

signed int Native::FrameDecode(CLR_RT_TypedArray_INT32 state, CLR_RT_TypedArray_UINT8 rx, signed int start, signed int count, CLR_RT_TypedArray_UINT8 dst, HRESULT &hr)
{
    (void)hr;
    return ncn_native_frame_decode((int32_t *)state.GetBuffer(), (int32_t)state.GetSize(), rx.GetBuffer(), (int32_t)rx.GetSize(), start, count, dst.GetBuffer(), (int32_t)dst.GetSize());
}

signed int Native::FrameEncode(CLR_RT_TypedArray_UINT8 payload, signed int count, signed int type, signed int seq, CLR_RT_TypedArray_UINT8 tx, HRESULT &hr)
{
    (void)hr;
    return ncn_native_frame_encode(payload.GetBuffer(), (int32_t)payload.GetSize(), count, type, seq, tx.GetBuffer(), (int32_t)tx.GetSize());
}

signed int Native::SettingRead(signed int key, HRESULT &hr)
{
    (void)hr;
    return ncn_native_setting_read(key);
}

signed int Native::SettingWrite(signed int key, signed int value, HRESULT &hr)
{
    (void)hr;
    return ncn_native_setting_write(key, value);
}
