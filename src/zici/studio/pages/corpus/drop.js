// Where files are dropped: each goes to the server as it is read, one after the other, with its progress.
let number = 0;

export default {
  template: `
    <div>
      <label class="z-drop" :class="{ 'z-over': over }"
             @dragover.prevent="over = true" @dragleave="over = false" @drop.prevent="drop">
        <q-icon name="upload_file" size="32px" aria-hidden="true" />
        <span>{{ texts.drop }}</span>
        <input type="file" multiple :aria-label="texts.drop" @change="pick">
      </label>
      <ul class="z-sent" role="status">
        <li v-for="item in items" :key="item.id" :class="item.state">
          <span>{{ told(item) }}</span>
          <progress v-if="item.state === 'sending'" max="100" :value="item.percent" :aria-label="item.file.name" />
          <button v-if="item.state === 'sending'" type="button" @click="stop">{{ texts.stop }}</button>
        </li>
      </ul>
    </div>`,
  props: { url: String, limit: Number, author: String, texts: Object },
  emits: ["sent"],
  data: () => ({ over: false, items: [], busy: false }),
  methods: {
    pick(event) {
      this.add(event.target.files);
      event.target.value = ""; // so that the same file can be chosen again
    },
    drop(event) {
      this.over = false;
      this.add(event.dataTransfer.files);
    },
    add(files) {
      for (const file of files) {
        this.items.push({ id: number++, file, state: "waiting", percent: 0, reason: "" });
      }
      this.items.splice(0, this.items.length - 50);
      this.next();
    },
    next() {
      const item = this.items.find((one) => one.state === "waiting");
      if (this.busy || !item) return;
      if (this.limit && item.file.size > this.limit) {
        item.state = "refused";
        item.reason = this.texts.large;
        this.next();
        return;
      }
      this.busy = true;
      this.send(item);
    },
    send(item) {
      const request = new XMLHttpRequest();
      item.state = "sending";
      this.request = request; // not in data(): a proxy of it could not be called
      request.upload.onprogress = (event) => {
        item.percent = Math.floor((100 * event.loaded) / Math.max(event.total, 1));
      };
      request.onload = () => this.loaded(item, request);
      request.onerror = () => this.end(item, "refused", this.texts.broken);
      request.onabort = () => this.end(item, "refused", this.texts.stopped);
      const asked = new URLSearchParams({ name: item.file.name, author: this.author });
      request.open("POST", `${window.path_prefix || ""}${this.url}?${asked}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.send(item.file);
    },
    loaded(item, request) {
      if (request.status < 300) this.end(item, "sent", "");
      else this.end(item, "refused", this.reason(request));
    },
    reason(request) {
      try {
        const told = JSON.parse(request.responseText);
        return told.detail || told.title || String(request.status);
      } catch {
        return String(request.status);
      }
    },
    end(item, state, reason) {
      item.state = state;
      item.reason = reason;
      this.busy = false;
      if (state === "sent") this.$emit("sent", item.file.name);
      this.next();
    },
    stop() {
      this.request.abort();
    },
    told(item) {
      const fill = { "{name}": item.file.name, "{percent}": item.percent, "{reason}": item.reason };
      if (item.reason.startsWith(item.file.name)) return item.reason; // the line has the name already
      const text = this.texts[item.state] || "{name}";
      return text.replace(/\{name\}|\{percent\}|\{reason\}/g, (place) => fill[place]);
    },
  },
};
