#include "com/native_object.h"

namespace winprogress::com {

// Kept by the environment, where JavaScript's class points at it.
struct NativeClass {
  NativeProperties properties;
  NativeConstructor construct;
};

namespace {

class WrappedObject final : public Napi::ObjectWrap<WrappedObject> {
 public:
  using ObjectWrap::InstanceAccessor;
  using ObjectWrap::InstanceMethod;

  explicit WrappedObject(const Napi::CallbackInfo& info)
      : ObjectWrap(info), object_(static_cast<const NativeClass*>(info.Data())->construct(info)) {}

  Napi::Value Call(const Napi::CallbackInfo& info) {
    return (*object_.*static_cast<const NativeProperty*>(info.Data())->method)(info);
  }

 private:
  const std::unique_ptr<NativeBase> object_;
};

}  // namespace

void DefineNativeClass(Napi::Env env, const char* name, NativeProperties properties, NativeConstructor construct) {
  const auto defined = std::make_shared<NativeClass>(NativeClass{std::move(properties), construct});
  std::vector<Napi::ClassPropertyDescriptor<WrappedObject>> descriptors;
  for (NativeProperty& property : defined->properties)
    descriptors.push_back(
        property.is_accessor
            ? WrappedObject::InstanceAccessor<&WrappedObject::Call>(property.name, napi_default, &property)
            : WrappedObject::InstanceMethod<&WrappedObject::Call>(property.name, napi_default, &property));
  Environment::Of(env).AddClass(name, WrappedObject::DefineClass(env, name, descriptors, defined.get()), defined);
}

}  // namespace winprogress::com
