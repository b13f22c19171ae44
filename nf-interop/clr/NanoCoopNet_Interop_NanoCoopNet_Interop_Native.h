/* generated from nf-interop/native-interface.json by nf-interop/generator; do not edit */
/*
 * The functions behind the method table, as plain C++.
 */
#ifndef NANOCOOPNET_INTEROP_NANOCOOPNET_INTEROP_NATIVE_H
#define NANOCOOPNET_INTEROP_NANOCOOPNET_INTEROP_NATIVE_H

namespace NanoCoopNet_Interop
{
namespace NanoCoopNet_Interop
{
struct Native
{
    static signed int Abi(CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int ModelOpen(signed int ctx, signed int slot, CLR_RT_TypedArray_INT32 info, HRESULT &hr);
    static signed int ModelClose(signed int ctx, HRESULT &hr);
    static signed int ModelText(signed int ctx, signed int index, CLR_RT_TypedArray_UINT8 utf8, HRESULT &hr);
    static signed int LayerInfo(signed int ctx, signed int net, signed int layer, CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int InputWrite(signed int ctx, signed int bank, CLR_RT_TypedArray_UINT8 data, signed int start, signed int count, signed int at, HRESULT &hr);
    static signed int InputSelect(signed int ctx, signed int bank, HRESULT &hr);
    static signed int LayerRun(signed int ctx, signed int net, signed int layer, signed int markerMask, HRESULT &hr);
    static signed int NetRun(signed int ctx, signed int net, signed int first, signed int markerMask, signed int most, CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int Top(signed int ctx, signed int net, HRESULT &hr);
    static signed int Logits(signed int ctx, signed int net, CLR_RT_TypedArray_INT32 dst, HRESULT &hr);
    static signed int Confidence(signed int ctx, signed int net, CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int TimeInfo(CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int SoundWrite(CLR_RT_TypedArray_INT32 state, CLR_RT_TypedArray_UINT8 pcm, signed int start, signed int count, HRESULT &hr);
    static signed int SoundImage(CLR_RT_TypedArray_INT32 state, CLR_RT_TypedArray_UINT8 image, HRESULT &hr);
    static signed int MarkerBind(signed int marker, signed int pin, HRESULT &hr);
    static signed int StoreInfo(signed int slot, CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int StoreSignature(CLR_RT_TypedArray_UINT8 block, HRESULT &hr);
    static signed int StoreBegin(CLR_RT_TypedArray_UINT8 identity, signed int blobBytes, CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int StoreErase(signed int step, HRESULT &hr);
    static signed int StoreWrite(signed int at, CLR_RT_TypedArray_UINT8 data, signed int start, signed int count, HRESULT &hr);
    static signed int StoreCommit(CLR_RT_TypedArray_INT32 v, HRESULT &hr);
    static signed int StoreUse(signed int slot, HRESULT &hr);
    static signed int StoreRemove(signed int slot, HRESULT &hr);
    static signed int FrameDecode(CLR_RT_TypedArray_INT32 state, CLR_RT_TypedArray_UINT8 rx, signed int start, signed int count, CLR_RT_TypedArray_UINT8 dst, HRESULT &hr);
    static signed int FrameEncode(CLR_RT_TypedArray_UINT8 payload, signed int count, signed int type, signed int seq, CLR_RT_TypedArray_UINT8 tx, HRESULT &hr);
    static signed int SettingRead(signed int key, HRESULT &hr);
    static signed int SettingWrite(signed int key, signed int value, HRESULT &hr);
};
}
}

#endif
